using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Packs for a 1x1 filter what a 3x3 filter over an enlarged map gives, from the phases that <see cref="SpreadConvolution2D"/> leaves:
/// blurred down, then across, plus bias, activated.
/// </summary>
/// <param name="v">The phases.</param>
/// <param name="spread">Sizes of the 3x3 convolution.</param>
/// <param name="bias">Its bias, [K].</param>
/// <param name="activation">Its activation.</param>
/// <param name="room">Room for the cells of a row that are blurred down, of some depths.</param>
internal readonly unsafe struct BlurredInput(float* v, SpreadShape spread, float* bias, Activation activation, float* room) : ITileInput
{
    // Measured: what is blurred down for so many pixels of 256 channels stays in the first caches until it is blurred across.
    private const int MostTogether = 28;

    /// <summary>Gives the floats of the room that is needed to pack some depths.</summary>
    public static int RoomLength(int depth) => SpreadShape.Phases * CellsFor(0, MostTogether + 1) * depth;

    /// <inheritdoc/>
    public int PixelLength(in Convolution2DShape shape) => 0;

    /// <inheritdoc/>
    public void Pack(in Convolution2DShape shape, int firstPixel, int pixels, int rows, int firstDepth, int depth, float* to)
    {
        int done = 0;
        while (done < pixels)
        {
            OutputPixel place = OutputPixel.At(firstPixel + done, shape.OutputHeight, shape.OutputWidth);
            int count = Math.Min(Math.Min(pixels - done, MostTogether), shape.OutputWidth - place.Column);
            int cells = CellsFor(place.Column, count);
            BlurDown(place, cells, firstDepth, depth);
            BlurAcross(place.Column, count, cells, firstDepth, depth, (nint)rows * PackedInput.Block, to + (done * PackedInput.Block));
            done += count;
        }

        if (pixels < rows)
        {
            PackedInput.ClearRest(to, pixels, rows, depth);
        }
    }

    /// <summary>Gives the cells of a phase that some outputs of a row are sums of, which begin at <see cref="FirstCell"/>.</summary>
    private static int CellsFor(int column, int count) => ((column + count - 1) / 2) - FirstCell(column) + SpreadShape.Border + 2;

    private static int FirstCell(int column) => column / 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void BlurDown(OutputPixel place, int cells, int firstDepth, int depth)
    {
        Span<BlurTap> taps = stackalloc BlurTap[BlurTap.Most];
        int count = BlurTap.Find(place.Row, spread.Height, taps);
        float** rows = stackalloc float*[BlurTap.Most];
        for (int i = 0; i < count; i++)
        {
            rows[i] = v + spread.RowAt(place.Image, taps[i].Phase, taps[i].Cell)
                + ((nint)FirstCell(place.Column) * spread.OutputChannels) + firstDepth;
        }

        Vector512<float> w0 = Vector512.Create(taps[0].Weight);
        Vector512<float> w1 = Vector512.Create(taps[1].Weight);
        Vector512<float> w2 = Vector512.Create(taps[2].Weight);
        Vector512<float> w3 = Vector512.Create(taps[3].Weight);
        float* to = room;
        for (int phase = 0; phase < SpreadShape.Phases; phase++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                nint at = (phase * spread.AcrossStep) + ((nint)cell * spread.OutputChannels);
                float* r0 = rows[0] + at, r1 = rows[1] + at, r2 = rows[2] + at, r3 = rows[3] + at;
                for (int c = 0; c < depth; c += PackedInput.Block)
                {
                    Vector512<float> sum = Vector512.Load(r0 + c) * w0;
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(r1 + c), w1, sum);
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(r2 + c), w2, sum);
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(r3 + c), w3, sum);
                    for (int i = BlurTap.Inside; i < count; i++)
                    {
                        sum = Vector512.MultiplyAddEstimate(Vector512.Load(rows[i] + at + c), Vector512.Create(taps[i].Weight), sum);
                    }

                    sum.Store(to + c);
                }

                to += depth;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void BlurAcross(int column, int pixels, int cells, int firstDepth, int depth, nint blockStep, float* to)
    {
        Span<BlurTap> taps = stackalloc BlurTap[BlurTap.Most];
        float** from = stackalloc float*[BlurTap.Most];
        bool isRelu = activation == Activation.Relu;
        for (int j = column; j < column + pixels; j++)
        {
            int count = BlurTap.Find(j, spread.Width, taps);
            for (int i = 0; i < count; i++)
            {
                from[i] = room + ((nint)((taps[i].Phase * cells) + taps[i].Cell - FirstCell(column)) * depth);
            }

            Vector512<float> w0 = Vector512.Create(taps[0].Weight);
            Vector512<float> w1 = Vector512.Create(taps[1].Weight);
            Vector512<float> w2 = Vector512.Create(taps[2].Weight);
            Vector512<float> w3 = Vector512.Create(taps[3].Weight);
            float* f0 = from[0], f1 = from[1], f2 = from[2], f3 = from[3];
            float* block = to;
            for (int c = 0; c < depth; c += PackedInput.Block)
            {
                Vector512<float> sum = Vector512.MultiplyAddEstimate(Vector512.Load(f0 + c), w0, Vector512.Load(bias + firstDepth + c));
                sum = Vector512.MultiplyAddEstimate(Vector512.Load(f1 + c), w1, sum);
                sum = Vector512.MultiplyAddEstimate(Vector512.Load(f2 + c), w2, sum);
                sum = Vector512.MultiplyAddEstimate(Vector512.Load(f3 + c), w3, sum);
                for (int i = BlurTap.Inside; i < count; i++)
                {
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(from[i] + c), Vector512.Create(taps[i].Weight), sum);
                }

                (isRelu ? Simd512.Relu(sum) : sum).Store(block);
                if (activation > Activation.Relu)
                {
                    VectorActivation.Apply(new Span<float>(block, PackedInput.Block), activation);
                }

                block += blockStep;
            }

            to += PackedInput.Block;
        }
    }
}
