using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Packs for a 1x1 filter what a 3x3 filter over an enlarged map gives, from the phases that <see cref="SpreadConvolution2D"/> leaves:
/// blurred down, then across, plus bias, activated. Outputs are made in pairs, between which rows and tiles begin and end: with the cells b of
/// the phase between inputs and a of that at inputs, pair i is (¾·b[i + 1] + ¼·b[i + 2] + ¼·a[i + 1] + ¾·a[i + 2],
/// ¼·b[i + 1] + ¾·b[i + 2] + ¾·a[i + 2] + ¼·a[i + 3]), but for the first and the last.
/// </summary>
/// <param name="v">The phases.</param>
/// <param name="spread">Sizes of the 3x3 convolution.</param>
/// <param name="bias">Its bias, [K].</param>
/// <param name="activation">Its activation.</param>
/// <param name="room">Room for the cells of a part of a row that are blurred down, [depth / 16][phase][cell][16].</param>
internal readonly unsafe struct BlurredInput(float* v, SpreadShape spread, float* bias, Activation activation, float* room) : ITileInput
{
    /// <summary>Gets the floats of the room that is needed to pack some depths.</summary>
    /// <param name="outputs">Outputs of a row that are packed together, at most.</param>
    /// <param name="depth">Depths.</param>
    public static int RoomLength(int outputs, int depth) => SpreadShape.Phases * CellsFor(outputs) * PackedInput.WholeBlocks(depth);

    /// <inheritdoc/>
    public int PixelLength(in Convolution2DShape shape) => 0;

    /// <inheritdoc/>
    public void Pack(in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to)
    {
        nint blockStep = (nint)rows * PackedInput.Block;
        int done = 0;
        while (done < pixels)
        {
            OutputPixel first = OutputPixel.At(firstPixel + done, shape.OutputHeight, shape.OutputWidth);
            int outputs = Math.Min(pixels - done, shape.OutputWidth - first.Column);
            float* block = to + (done * PackedInput.Block);
            BlurDown(first, CellsFor(outputs), firstDepth, depth);
            BlurAcross(first.Column, outputs, firstDepth, depth, block, blockStep);
            for (int c = 0; activation > Activation.Relu && c < depth; c += PackedInput.Block)
            {
                VectorActivation.Apply(new Span<float>(block, outputs * PackedInput.Block), activation);
                block += blockStep;
            }

            done += outputs;
        }

        if (pixels < rows)
        {
            PackedInput.ClearRest(to, pixels, rows, depth);
        }
    }

    /// <summary>Gets the cells of a phase that some outputs of a row are sums of: the first is half the first output's column.</summary>
    private static int CellsFor(int outputs) => (outputs / 2) + SpreadShape.Border + 1;

    /// <summary>Blurs down the cells that some outputs of a row need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void BlurDown(OutputPixel first, int cells, int firstDepth, int depth)
    {
        Span<BlurTap> taps = stackalloc BlurTap[BlurTap.Most];
        int count = BlurTap.Find(first.Row, spread.Height, taps);
        float** rows = stackalloc float*[BlurTap.Most];
        for (int i = 0; i < count; i++)
        {
            rows[i] = v + spread.RowAt(first.Image, taps[i].Phase, taps[i].Cell) + ((nint)(first.Column / 2) * spread.OutputChannels) + firstDepth;
        }

        Vector512<float> w0 = Vector512.Create(taps[0].Weight);
        Vector512<float> w1 = Vector512.Create(taps[1].Weight);
        Vector512<float> w2 = Vector512.Create(taps[2].Weight);
        Vector512<float> w3 = Vector512.Create(taps[3].Weight);
        nint blockStep = (nint)SpreadShape.Phases * cells * PackedInput.Block;
        for (int phase = 0; phase < SpreadShape.Phases; phase++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                nint at = (phase * spread.AcrossStep) + ((nint)cell * spread.OutputChannels);
                float* r0 = rows[0] + at, r1 = rows[1] + at, r2 = rows[2] + at, r3 = rows[3] + at;
                float* to = room + (((phase * cells) + cell) * PackedInput.Block);
                for (int c = 0; c < depth; c += PackedInput.Block)
                {
                    Vector512<float> sum = Vector512.Load(r0 + c) * w0;
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(r1 + c), w1, sum);
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(r2 + c), w2, sum);
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(r3 + c), w3, sum);
                    sum.Store(to);
                    to += blockStep;
                }

                for (int i = BlurTap.Inside; i < count; i++)
                {
                    Vector512<float> weight = Vector512.Create(taps[i].Weight);
                    to = room + (((phase * cells) + cell) * PackedInput.Block);
                    for (int c = 0; c < depth; c += PackedInput.Block)
                    {
                        Vector512.MultiplyAddEstimate(Vector512.Load(rows[i] + at + c), weight, Vector512.Load(to)).Store(to);
                        to += blockStep;
                    }
                }
            }
        }
    }

    /// <summary>Blurs some outputs of a row across.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BlurAcross(int column, int outputs, int firstDepth, int depth, float* to, nint blockStep)
    {
        nint cells = (nint)CellsFor(outputs) * PackedInput.Block;
        bool isRelu = activation == Activation.Relu;
        int first = -column / 2;
        int last = spread.Width - 1 + first;
        Vector512<float> near = Vector512.Create(BlurTap.Near);
        Vector512<float> far = Vector512.Create(BlurTap.Far);
        Vector512<float> half = Vector512.Create(0.5f);
        float* cell = room;
        for (int c = 0; c < depth; c += PackedInput.Block)
        {
            Vector512<float> addend = Vector512.Load(bias + firstDepth + c);
            float* output = to;
            for (int i = 0; i < outputs / 2; i++)
            {
                Vector512<float> b1 = Vector512.Load(cell + PackedInput.Block);
                Vector512<float> b2 = Vector512.Load(cell + (2 * PackedInput.Block));
                Vector512<float> a1 = Vector512.Load(cell + cells + PackedInput.Block);
                Vector512<float> a2 = Vector512.Load(cell + cells + (2 * PackedInput.Block));
                Vector512<float> a3 = Vector512.Load(cell + cells + (3 * PackedInput.Block));

                // As in BlurTap: at the border its input is repeated, of which the filter sees nothing outside.
                if (i == first)
                {
                    Vector512<float> border = Vector512.Load(cell);
                    b1 = Vector512.MultiplyAddEstimate(-half, border, b1);
                    b2 = Vector512.MultiplyAddEstimate(half, border, b2);
                    a1 = a2;
                }

                if (i == last)
                {
                    Vector512<float> border = Vector512.Load(cell + (3 * PackedInput.Block));
                    b1 = Vector512.MultiplyAddEstimate(half, border, b1);
                    b2 = Vector512.MultiplyAddEstimate(-half, border, b2);
                    a3 = a2;
                }

                Vector512<float> common = Vector512.MultiplyAddEstimate(near, a2, addend);
                Vector512<float> left = Vector512.MultiplyAddEstimate(far, a1, common);
                left = Vector512.MultiplyAddEstimate(near, b1, Vector512.MultiplyAddEstimate(far, b2, left));
                Vector512<float> right = Vector512.MultiplyAddEstimate(far, a3, common);
                right = Vector512.MultiplyAddEstimate(far, b1, Vector512.MultiplyAddEstimate(near, b2, right));
                (isRelu ? Simd512.Relu(left) : left).Store(output);
                (isRelu ? Simd512.Relu(right) : right).Store(output + PackedInput.Block);
                output += 2 * PackedInput.Block;
                cell += PackedInput.Block;
            }

            // Each pair went on by one cell; what is left of the row lies before the cells of the next block of channels.
            cell += ((SpreadShape.Border + 1) * PackedInput.Block) + cells;
            to += blockStep;
        }
    }
}
