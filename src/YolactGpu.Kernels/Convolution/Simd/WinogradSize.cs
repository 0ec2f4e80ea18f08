namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Which of Winograd's algorithms: outputs along a side of the patch that one transform gives.</summary>
public enum WinogradSize
{
    /// <summary>F(2x2, 3x3): 2.25 times fewer multiplications.</summary>
    Two = 2,

    /// <summary>F(3x3, 3x3) of stride 2: 1.65 times fewer multiplications.</summary>
    Three = 3,

    /// <summary>F(4x4, 3x3): 4 times fewer multiplications, larger errors.</summary>
    Four = 4,

    /// <summary>
    /// F(5x5, 4x4), to which a 7x7 filter of stride 2 over few channels comes down (<see cref="PatchCells"/>): 4.8 times fewer multiplications.
    /// </summary>
    Five = 5,

    /// <summary>F(6x6, 3x3): 5 times fewer multiplications, the largest errors.</summary>
    Six = 6,
}

/// <summary>What follows from the size.</summary>
internal static class WinogradSizes
{
    /// <summary>Gives the stride of the convolutions that it computes.</summary>
    public static int Stride(this WinogradSize size) => size is WinogradSize.Three or WinogradSize.Five ? 2 : 1;

    /// <summary>Gives r: the taps of its filter along an axis.</summary>
    public static int FilterSize(this WinogradSize size) => size == WinogradSize.Five ? 4 : 3;

    /// <summary>Gives the channels that it sums over.</summary>
    public static int Depth(this WinogradSize size, in Convolution2DShape shape) =>
        size == WinogradSize.Five ? PatchCells.Depth(shape) : shape.InputChannels;

    /// <summary>Gives the planes that are multiplied: the inputs of a patch.</summary>
    public static int Planes(this WinogradSize size) => size == WinogradSize.Three ? 49 : size.WeightPlanes();

    /// <summary>Gives the planes of the weights, which some of those that are multiplied share where the stride is 2.</summary>
    public static int WeightPlanes(this WinogradSize size)
    {
        int side = (int)size + size.FilterSize() - 1;
        return side * side;
    }
}
