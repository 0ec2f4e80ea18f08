using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>The patches of m by m outputs that cover a batch; those at the right and lower border may hang over.</summary>
internal readonly unsafe struct WinogradPatches(in Convolution2DShape shape, int outputSize)
{
    private readonly int across = (shape.OutputWidth + outputSize - 1) / outputSize;
    private readonly int down = (shape.OutputHeight + outputSize - 1) / outputSize;
    private readonly int batch = shape.Batch;

    /// <summary>Gets the number of patches.</summary>
    public int Count => across * down * batch;

    /// <summary>Gives the input pixels of a patch, or <paramref name="zeros"/> where they lie outside the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pixels(int patch, int size, float* x, in Convolution2DShape shape, float* zeros, float** pixels)
    {
        int top = (patch / across % down * outputSize * shape.Stride) - shape.Padding;
        int left = (patch % across * outputSize * shape.Stride) - shape.Padding;
        int n = patch / across / down;
        for (int i = top; i < top + size; i++)
        {
            for (int j = left; j < left + size; j++)
            {
                bool inside = (uint)i < (uint)shape.InputHeight && (uint)j < (uint)shape.InputWidth;
                nint at = (((((nint)n * shape.InputHeight) + i) * shape.InputWidth) + j) * shape.InputChannels;
                *pixels = inside ? x + at : zeros;
                pixels++;
            }
        }
    }

    /// <summary>Copies the cells of a patch (<see cref="PatchCells"/>).</summary>
    public void Cells(int patch, int size, float* x, in Convolution2DShape shape, float* to)
    {
        nint image = (nint)shape.InputHeight * shape.InputWidth * shape.InputChannels;
        int top = (patch / across % down * outputSize * shape.Stride) - shape.Padding;
        int left = (patch % across * outputSize * shape.Stride) - shape.Padding;
        PatchCells.Copy(x + (patch / across / down * image), shape, top, left, size, to);
    }

    /// <summary>Asks for the lines of y that some channels of a patch will be written to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BringNear(int patch, float* y, in Convolution2DShape shape, int channels)
    {
        WinogradPatch place = Place(patch, shape);
        for (int i = 0; i < place.Height; i++)
        {
            float* pixel = y + ((place.FirstPixel + ((nint)i * shape.OutputWidth)) * shape.OutputChannels);
            for (int j = 0; j < place.Width; j++)
            {
                Prefetch.Near(pixel, channels);
                pixel += shape.OutputChannels;
            }
        }
    }

    /// <summary>Gives where the outputs of a patch stand.</summary>
    public WinogradPatch Place(int patch, in Convolution2DShape shape)
    {
        int top = patch / across % down * outputSize;
        int left = patch % across * outputSize;
        int n = patch / across / down;
        return new WinogradPatch(
            (((n * shape.OutputHeight) + top) * shape.OutputWidth) + left,
            Math.Min(outputSize, shape.OutputHeight - top),
            Math.Min(outputSize, shape.OutputWidth - left));
    }
}

/// <summary>Where the outputs of one patch stand.</summary>
/// <param name="FirstPixel">Upper left output pixel, counted through the whole batch.</param>
/// <param name="Height">Rows inside the output.</param>
/// <param name="Width">Columns inside the output.</param>
internal readonly record struct WinogradPatch(int FirstPixel, int Height, int Width);
