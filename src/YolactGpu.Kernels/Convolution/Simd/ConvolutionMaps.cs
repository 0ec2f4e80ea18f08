using ILGPU;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>A map that a convolution is applied to. Public because ILGPU emits code that names it.</summary>
/// <param name="X">Input, [N, H, W, C].</param>
/// <param name="Y">Output, [N, OH, OW, K].</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
public readonly record struct ConvolutionMap(ArrayView<float> X, ArrayView<float> Y, int Height, int Width);

/// <summary>
/// The tensors of a convolution that is applied to some maps with the same weights: those of the first map, and the maps behind it, which
/// differ from it in height and width alone. Public because ILGPU emits code that names it.
/// </summary>
/// <param name="First">Those of the first map; without a residual where there are more.</param>
/// <param name="Count">Maps in all, at most <see cref="Most"/>.</param>
/// <param name="Second">The second map.</param>
/// <param name="Third">The third map.</param>
/// <param name="Fourth">The fourth map.</param>
/// <param name="Fifth">The fifth map.</param>
public readonly record struct ConvolutionMaps(
    ConvolutionViews First, int Count, ConvolutionMap Second, ConvolutionMap Third, ConvolutionMap Fourth, ConvolutionMap Fifth)
{
    /// <summary>The most maps of a launch.</summary>
    public const int Most = 5;

    /// <summary>Gives the tensors of one map.</summary>
    internal static ConvolutionMaps Of(ConvolutionViews views) => new(views, 1, default, default, default, default);

    /// <summary>Gives the tensors of some maps.</summary>
    /// <exception cref="ArgumentException">There are none or too many.</exception>
    internal static ConvolutionMaps Of(ReadOnlySpan<ConvolutionMap> maps, ArrayView<float> weights, ArrayView<float> bias)
    {
        if (maps.Length is 0 or > Most)
        {
            throw new ArgumentException($"There are {maps.Length} maps; a launch takes 1 to {Most}.");
        }

        ConvolutionViews first = new(maps[0].X, weights, bias, ArrayView<float>.Empty, maps[0].Y);
        return new ConvolutionMaps(first, maps.Length, At(maps, 1), At(maps, 2), At(maps, 3), At(maps, 4));

        static ConvolutionMap At(ReadOnlySpan<ConvolutionMap> maps, int map) => map < maps.Length ? maps[map] : default;
    }

    /// <summary>Gives the input of a map.</summary>
    internal ArrayView<float> X(int map) => map == 0 ? First.X : Behind(map).X;

    /// <summary>Gives the output of a map.</summary>
    internal ArrayView<float> Y(int map) => map == 0 ? First.Y : Behind(map).Y;

    /// <summary>Gives the sizes of a map.</summary>
    /// <param name="map">Which one.</param>
    /// <param name="shape">Those of the first.</param>
    internal Convolution2DShape ShapeOf(int map, in Convolution2DShape shape) =>
        map == 0 ? shape : shape with { InputHeight = Behind(map).Height, InputWidth = Behind(map).Width };

    private ConvolutionMap Behind(int map) => map switch { 1 => Second, 2 => Third, 3 => Fourth, _ => Fifth };
}
