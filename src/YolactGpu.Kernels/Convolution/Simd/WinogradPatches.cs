using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>The patches of m by m outputs that cover a map, image after image; those at the right and lower border may hang over.</summary>
internal readonly unsafe struct WinogradPatches(in Convolution2DShape shape, int outputSize)
{
    private readonly int across = (shape.OutputWidth + outputSize - 1) / outputSize;
    private readonly int down = (shape.OutputHeight + outputSize - 1) / outputSize;
    private readonly int batch = shape.Batch;

    /// <summary>Gets the number of patches.</summary>
    public int Count => across * down * batch;

    /// <summary>Gives the number of patches that cover all maps of a launch.</summary>
    public static int CountOf(in ConvolutionMaps maps, in Convolution2DShape shape, int outputSize)
    {
        int count = 0;
        for (int map = 0; map < maps.Count; map++)
        {
            count += new WinogradPatches(maps.ShapeOf(map, shape), outputSize).Count;
        }

        return count;
    }

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

    /// <summary>Gives where the outputs of a patch stand.</summary>
    public WinogradPatch Place(int patch, float* residual, float* y, in Convolution2DShape shape)
    {
        int top = patch / across % down * outputSize;
        int left = patch % across * outputSize;
        int n = patch / across / down;
        nint at = (((((nint)n * shape.OutputHeight) + top) * shape.OutputWidth) + left) * shape.OutputChannels;
        return new WinogradPatch
        {
            Y = y + at,
            Residual = residual == null ? null : residual + at,
            Height = Math.Min(outputSize, shape.OutputHeight - top),
            Width = Math.Min(outputSize, shape.OutputWidth - left),
            Down = (nint)shape.OutputWidth * shape.OutputChannels,
        };
    }
}

/// <summary>Where the outputs of one patch stand.</summary>
internal readonly unsafe struct WinogradPatch
{
    /// <summary>Gets the upper left pixel.</summary>
    public float* Y { get; init; }

    /// <summary>Gets what is added to it, or null.</summary>
    public float* Residual { get; init; }

    /// <summary>Gets the rows inside the output.</summary>
    public int Height { get; init; }

    /// <summary>Gets the columns inside the output.</summary>
    public int Width { get; init; }

    /// <summary>Gets the step from a pixel to the one below, in floats.</summary>
    public nint Down { get; init; }

    /// <summary>
    /// Asks for the lines that some channels will be written to. They go to the second cache: in the first, the lines of so many pixels would
    /// fall on the same few sets.
    /// </summary>
    /// <param name="channel">The first of them.</param>
    /// <param name="channels">How many.</param>
    /// <param name="across">From a pixel to the next, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BringNear(int channel, int channels, int across)
    {
        for (int i = 0; i < Height; i++)
        {
            float* pixel = Y + channel + (i * Down);
            for (int j = 0; j < Width; j++)
            {
                Prefetch.Far(pixel, channels);
                pixel += across;
            }
        }
    }
}
