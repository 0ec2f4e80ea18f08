namespace YolactGpu.Kernels.Masks;

/// <summary>The rows and columns of the prototypes that a crop keeps, for kernels of the CPU accelerator.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Right">One past the last column.</param>
/// <param name="Bottom">One past the last row.</param>
internal readonly record struct CropWindow(int Left, int Top, int Right, int Bottom)
{
    public bool IsEmpty => Left >= Right || Top >= Bottom;

    /// <summary>The window of a detection, by the rule of <see cref="MaskCropping"/>.</summary>
    /// <param name="box">x1, y1, x2, y2.</param>
    /// <param name="shape">The sizes of the masks.</param>
    public static CropWindow Of(ReadOnlySpan<float> box, MaskAssemblyShape shape) => new(
        MaskCropping.First(box[0], box[2], shape.PrototypeWidth, shape.CropPadding, shape.Crop),
        MaskCropping.First(box[1], box[3], shape.PrototypeHeight, shape.CropPadding, shape.Crop),
        MaskCropping.End(box[0], box[2], shape.PrototypeWidth, shape.CropPadding, shape.Crop),
        MaskCropping.End(box[1], box[3], shape.PrototypeHeight, shape.CropPadding, shape.Crop));

    public CropWindow Intersect(CropWindow other) => new(
        Math.Max(Left, other.Left),
        Math.Max(Top, other.Top),
        Math.Min(Right, other.Right),
        Math.Min(Bottom, other.Bottom));
}
