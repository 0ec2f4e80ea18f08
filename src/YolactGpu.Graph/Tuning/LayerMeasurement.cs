using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Devices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Tuning;

/// <summary>Times a layer on the device itself, on memory of its own.</summary>
public sealed class LayerMeasurement : ILayerMeasurement
{
    // Bytes that are a small number as floats, as TF32 and as halves alike, so that no sum overflows: 0.0115 and 1.06.
    private const byte Filling = 0x3C;

    // A launch is repeated until this much time has passed, so that waiting for the device does not count.
    private const double EnoughMicroseconds = 1000;
    private const int MostRepeats = 20;

    private readonly LoweringContext context;
    private readonly TuningKey key;
    private readonly DeviceBuffer<float> memory;
    private readonly long[] lengths;
    private readonly Dictionary<ConvolutionCandidate, (Launch Launch, int Repeats)> prepared = [];

    /// <summary>Initializes a new instance of the <see cref="LayerMeasurement"/> class.</summary>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    public LayerMeasurement(TuningKey key, LoweringContext context)
    {
        this.key = key;
        this.context = context;
        Convolution2DShape shape = key.Layer.Shape;
        ConvolutionCandidate[] candidates = [.. TiledChoice.Candidates(key.Layer, context)];
        lengths =
        [
            shape.InputLength,
            candidates.Max(candidate => TiledConvolution.WeightLength(candidate, shape, key.Precision)),
            shape.OutputChannels,
            shape.OutputLength,
            candidates.Max(candidate => TiledConvolution.ScratchLength(candidate, shape)),
        ];
        memory = context.Accelerator.Allocate<float>(lengths.Sum(Aligned), "measuring a convolution");
        memory.View.MemSet(context.Accelerator.DefaultStream, Filling);
    }

    /// <inheritdoc/>
    public double Time(ConvolutionCandidate candidate)
    {
        if (!prepared.TryGetValue(candidate, out (Launch Launch, int Repeats) way))
        {
            way.Launch = Bind(candidate);
            Repeat(way.Launch, 1);
            double once = Repeat(way.Launch, 1);
            way.Repeats = (int)Math.Clamp(EnoughMicroseconds / Math.Max(once, 1), 1, MostRepeats);
            prepared.Add(candidate, way);
            if (way.Repeats == 1)
            {
                return once;
            }
        }

        return Repeat(way.Launch, way.Repeats);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private static long Aligned(long floats) => (floats + 63) / 64 * 64;

    private Launch Bind(ConvolutionCandidate candidate)
    {
        Convolution2DShape shape = key.Layer.Shape;
        ConvolutionStorage storage = key.Layer.Storage;
        long outputLength = storage.HalfOutput ? shape.OutputLength / 2 : shape.OutputLength;
        TiledViews views = new(
            View(0, storage.HalfInput ? shape.InputLength / 2 : shape.InputLength),
            View(1, TiledConvolution.WeightLength(candidate, shape, key.Precision)),
            View(2, shape.OutputChannels),
            ArrayView<float>.Empty,
            View(3, outputLength));
        ArrayView<float> scratch = View(4, TiledConvolution.ScratchLength(candidate, shape));
        return TiledConvolution.Bind(candidate, views, () => scratch, shape, storage, Activation.Relu, key.Precision, context);
    }

    private ArrayView<float> View(int which, long length) => length == 0
        ? ArrayView<float>.Empty
        : memory.View.SubView(lengths.Take(which).Sum(Aligned), length);

    private double Repeat(Launch launch, int repeats)
    {
        AcceleratorStream stream = context.Accelerator.DefaultStream;
        stream.Synchronize();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            launch(stream);
        }

        stream.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
    }
}
