using ILGPU;

namespace YolactGpu.Kernels.Convolution.Tiled;

/// <summary>
/// How a thread of the tiled kernels reads the input: 4 neighbouring terms of the sum at a time, for one pixel of the tile or two.
/// The views are handed in each time, so that what stays is a few numbers.
/// </summary>
internal interface ITiledInput
{
    /// <summary>Begins.</summary>
    /// <param name="offsetMask">Offsets and masks, where the input is deformable.</param>
    /// <param name="term">First term of the sum, a multiple of 4.</param>
    /// <param name="pixel0">First output pixel, counted over the whole batch; may lie behind the last.</param>
    /// <param name="pixel1">The second one.</param>
    /// <param name="shape">Sizes.</param>
    void Start(ArrayView<float> offsetMask, int term, int pixel0, int pixel1, TiledShape shape);

    /// <summary>Goes so many terms on.</summary>
    void Advance(ArrayView<float> offsetMask, int terms, bool hasTwo, TiledShape shape);

    /// <summary>Gives the 4 terms of the first pixel.</summary>
    Float4 Load0(ArrayView<float> x, TiledShape shape);

    /// <summary>Gives the 4 terms of the second pixel.</summary>
    Float4 Load1(ArrayView<float> x, TiledShape shape);
}

/// <summary>The input of an ordinary convolution: the pixel under each tap.</summary>
internal struct OrdinaryInput : ITiledInput
{
    private InputWalk walk;
    private WindowCorner corner0;
    private WindowCorner corner1;
    private int index0;
    private int index1;

    /// <inheritdoc/>
    public void Start(ArrayView<float> offsetMask, int term, int pixel0, int pixel1, TiledShape shape)
    {
        walk = InputWalk.At(term, shape);
        corner0 = WindowCorner.Of(pixel0, shape);
        corner1 = WindowCorner.Of(pixel1, shape);
        index0 = walk.IndexFor(corner0, shape);
        index1 = walk.IndexFor(corner1, shape);
    }

    /// <inheritdoc/>
    public void Advance(ArrayView<float> offsetMask, int terms, bool hasTwo, TiledShape shape)
    {
        bool isNewTap = walk.Advance(terms, shape);
        index0 = isNewTap ? walk.IndexFor(corner0, shape) : (index0 < 0 ? index0 : index0 + terms);
        if (hasTwo)
        {
            index1 = isNewTap ? walk.IndexFor(corner1, shape) : (index1 < 0 ? index1 : index1 + terms);
        }
    }

    /// <inheritdoc/>
    public readonly Float4 Load0(ArrayView<float> x, TiledShape shape) => InputQuad.Load(x, index0, walk.Channel, shape);

    /// <inheritdoc/>
    public readonly Float4 Load1(ArrayView<float> x, TiledShape shape) => InputQuad.Load(x, index1, walk.Channel, shape);
}
