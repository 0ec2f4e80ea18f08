using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Runtime;
using YolactGpu.Kernels.Boxes;
using YolactGpu.Kernels.Layout;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Kernels.Detection;

/// <summary>Sizes and constants of one search for candidates on a level.</summary>
/// <param name="Filter">Sizes of all levels, and the threshold.</param>
/// <param name="Decode">How boxes are decoded.</param>
/// <param name="Logits">The copy of the level's logits into conf [N, P, K] that is spared.</param>
/// <param name="Offsets">The copy of the level's offsets into loc [N, P, 4] that is spared.</param>
public readonly record struct CandidateShape(ScoreFilterShape Filter, BoxDecodeShape Decode, CopyRowsShape Logits, CopyRowsShape Offsets)
{
    /// <summary>The most priors of a run.</summary>
    internal const int RunLength = 256;

    /// <summary>Gets the runs of the level in an image.</summary>
    public int Runs => (Priors + RunLength - 1) / RunLength;

    /// <summary>Gets the priors of the level.</summary>
    internal int Priors => Logits.Length / Filter.Classes;

    /// <summary>Gets the first of them among those of all levels.</summary>
    internal int FirstPrior => Logits.TargetOffset / Filter.Classes;
}

/// <summary>What a search for candidates reads and writes. Public because ILGPU emits code that names it.</summary>
/// <param name="Logits">The level, in whose pixels the logits stand: [N, pixels, columns].</param>
/// <param name="Offsets">The level, perhaps the same, in whose pixels the offsets of boxes stand.</param>
/// <param name="Priors">[P, 4], centre form.</param>
/// <param name="CornerBoxes">[N, P, 4]; those of kept priors are written.</param>
/// <param name="Scores">[N, K − 1, P]; written where the runs tell.</param>
/// <param name="Kept">[N, P]; written where the runs tell.</param>
/// <param name="Runs">[N, R, 2]: for each run where it begins and how many priors were kept.</param>
public readonly record struct CandidateViews(
    ArrayView<float> Logits,
    ArrayView<float> Offsets,
    ArrayView<float> Priors,
    ArrayView<float> CornerBoxes,
    ArrayView<float> Scores,
    ArrayView<int> Kept,
    ArrayView<int> Runs);

/// <summary>
/// The priors worth looking at, with scores and boxes, from what the heads wrote, for the CPU accelerator: what copying it to conf and loc,
/// <see cref="SimdSoftmax"/>, <see cref="ScoreFilter"/> and <see cref="BoxDecode"/> give for them, bit for bit. A launch takes one level.
/// <para>From the beginning of a run on stand the priors that it kept, ascending, and their scores in each class; runs ascend too.
/// <see cref="SimdCandidateTopK"/> reads them.</para>
/// <para>Most priors are dropped before any exponential. The best foreground class, whose logit is f, has the probability 1 / Σ e^(x − f). The
/// background's share of that sum is often enough; else eʸ is at least (1 + y/8)⁸, and no less than 0.</para>
/// </summary>
public sealed unsafe class SimdCandidates : IKernel<SimdCandidates>
{
    private readonly Action<AcceleratorStream, Index1D, CandidateViews, CandidateShape, int> launch;

    private SimdCandidates(Accelerator accelerator) => launch = accelerator.LoadForCpu<CandidateViews, CandidateShape, int>(CpuKernel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The accelerator is not ILGPU's CPU accelerator.</exception>
    public static SimdCandidates Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the search on <paramref name="stream"/>; it does not wait.</summary>
    /// <param name="stream">Where it is queued.</param>
    /// <param name="views">What is read and written.</param>
    /// <param name="shape">Sizes and constants.</param>
    /// <param name="firstRun">Runs of the levels before this one.</param>
    /// <exception cref="ArgumentException">A view's length is not what the shape says, or its parts do not agree.</exception>
    public void Launch(AcceleratorStream stream, CandidateViews views, CandidateShape shape, int firstRun)
    {
        ScoreFilterShape filter = shape.Filter;
        filter.CheckScores(views.Scores);
        shape.Decode.Check(views.Priors, views.CornerBoxes);
        shape.Logits.CheckRowsOf(filter.Classes, filter.Batch, filter.Priors, views.Logits);
        shape.Offsets.CheckRowsOf(4, shape.Decode.Batch, shape.Decode.Priors, views.Offsets);
        if (shape.Offsets.Length / 4 != shape.Priors || shape.Offsets.TargetOffset / 4 != shape.FirstPrior || shape.Decode.BoxCount != (long)filter.Batch * filter.Priors)
        {
            throw new ArgumentException($"{shape} has not an offset for every logit.");
        }

        ShapeGuard.HasLength(views.Kept, shape.Decode.BoxCount);
        long runs = views.Runs.Length / 2 / filter.Batch;
        if (views.Runs.Length != runs * 2 * filter.Batch || firstRun < 0 || firstRun > runs - shape.Runs)
        {
            throw new ArgumentException($"Runs holds {views.Runs.Length} elements; each image needs {shape.Runs} pairs behind {firstRun}.");
        }

        launch(stream, filter.Batch * shape.Runs, views, shape, firstRun);
    }

    internal static void CpuKernel(Index1D index, CandidateViews views, CandidateShape shape, int firstRun) =>
        FindCandidates(index.X, views, shape, firstRun);

    [External("find_candidates")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindCandidates(int index, CandidateViews views, CandidateShape shape, int firstRun)
    {
        int n = index / shape.Runs;
        int run = index - (n * shape.Runs);
        int first = run * CandidateShape.RunLength;
        int end = Math.Min(first + CandidateShape.RunLength, shape.Priors);
        int start = shape.FirstPrior + first;
        int classes = shape.Filter.Classes;
        int priors = shape.Filter.Priors;
        CopyRowsShape logitRows = shape.Logits;
        float* logits = CpuMemory.Pointer(views.Logits) + ((long)n * logitRows.SourceLength);
        float* offsets = CpuMemory.Pointer(views.Offsets) + ((long)n * shape.Offsets.SourceLength);
        float* anchors = CpuMemory.Pointer(views.Priors) + (4 * shape.FirstPrior);
        float* boxes = CpuMemory.Pointer(views.CornerBoxes) + (4 * (((long)n * priors) + shape.FirstPrior));
        float* scores = CpuMemory.Pointer(views.Scores) + ((long)n * (classes - 1) * priors) + start;
        int* kept = CpuMemory.Pointer(views.Kept) + ((long)n * priors) + start;

        Bound bound = new(shape.Filter);
        float[] rented = ArrayPool<float>.Shared.Rent(classes);
        Span<float> probabilities = rented.AsSpan(0, classes);
        int count = 0;
        for (int i = first; i < end; i++)
        {
            ReadOnlySpan<float> row = new(logits + logitRows.SourceOf(i, classes), classes);
            if (bound.IsBelow(row))
            {
                continue;
            }

            row.CopyTo(probabilities);
            SimdSoftmax.Normalize(probabilities);
            if (!SimdScoreFilter.IsKept(probabilities[1..], shape.Filter.Threshold))
            {
                continue;
            }

            float* score = scores + count;
            for (int k = 1; k < classes; k++, score += priors)
            {
                *score = probabilities[k];
            }

            DecodeBox(offsets + shape.Offsets.SourceOf(i, 4), anchors + (4 * i), boxes + (4 * i), shape.Decode);
            kept[count] = shape.FirstPrior + i;
            count++;
        }

        ArrayPool<float>.Shared.Return(rented);
        Span<int> pair = CpuMemory.Run(views.Runs, n, views.Runs.IntLength / shape.Filter.Batch).Slice(2 * (firstRun + run), 2);
        pair[0] = start;
        pair[1] = count;
    }

    private static void DecodeBox(float* offset, float* prior, float* box, BoxDecodeShape shape)
    {
        CornerBox corners = BoxDecode.Decode(offset[0], offset[1], offset[2], offset[3], prior[0], prior[1], prior[2], prior[3], shape);
        box[0] = corners.X1;
        box[1] = corners.Y1;
        box[2] = corners.X2;
        box[3] = corners.Y2;
    }

    /// <summary>
    /// Tells of rows of logits that no foreground class comes out above the threshold: exact results are below it by far more than what
    /// rounding does. A row with a logit that is no number may be told so or not: it is dropped in any case.
    /// </summary>
    private readonly ref struct Bound
    {
        /// <summary>Exponentials near this lose digits.</summary>
        private const double LeastThreshold = 1e-30;

        private readonly float mostSum;
        private readonly float leastLead;

        public Bound(ScoreFilterShape shape)
        {
            double rounding = 1e-3 + (shape.Classes * Math.Pow(2, -22));
            double threshold = Math.Min(shape.Threshold, 1) * (1 - rounding);
            bool isKnown = threshold >= LeastThreshold;
            mostSum = isKnown ? (float)(1 / threshold) : float.PositiveInfinity;
            leastLead = isKnown ? (float)Math.Log(threshold / (1 - threshold)) : float.NegativeInfinity;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsBelow(ReadOnlySpan<float> logits)
        {
            float best = SimdSoftmax.Maximum(logits[1..]);
            if (best < logits[0] + leastLead)
            {
                return true;
            }

            Vector<float> sums = Vector<float>.Zero;
            for (int k = 0; k <= logits.Length - Vector<float>.Count; k += Vector<float>.Count)
            {
                Vector<float> y = new Vector<float>(logits[k..]) - new Vector<float>(best);
                Vector<float> root = Vector.MaxNative(Vector.MultiplyAddEstimate(y, new Vector<float>(0.125f), Vector<float>.One), Vector<float>.Zero);
                Vector<float> square = root * root;
                Vector<float> fourth = square * square;
                sums += fourth * fourth;
            }

            return Vector.Sum(sums) > mostSum;
        }
    }
}
