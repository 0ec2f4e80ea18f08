using System.Collections.Immutable;
using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Passes;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Imaging;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Model.Inference;

/// <summary>
/// A network on a device, ready to run on batches of one fixed size: pixels in, instances out. Everything between upload and
/// read-back happens on the device. Not thread-safe: one run at a time.
/// </summary>
public sealed class YolactInference : IDisposable
{
    private readonly ExecutionPlan plan;
    private readonly ArrayView<float> tensor;
    private readonly int firstDetectionStep;
    private readonly MaskStage masks;
    private readonly GrowingBuffer<byte> pixels;
    private readonly Action<AcceleratorStream, ArrayView<byte>, ArrayView<float>, ImageToTensorShape> imageToTensor;

    private YolactInference(YolactConfig config, int batch, ExecutionPlan plan, KernelCache kernels)
    {
        this.plan = plan;
        Config = config;
        Batch = batch;
        tensor = plan.Floats(plan.Graph.Inputs[0]);
        firstDetectionStep = plan.Steps.TakeWhile(step => !step.Node.Name.StartsWith("detect.", StringComparison.Ordinal)).Count();
        masks = new MaskStage(plan, kernels, config);
        pixels = new GrowingBuffer<byte>(plan.Accelerator, "the photos");
        imageToTensor = kernels.IsCpu ? kernels.Get<SimdImageToTensor>().Launch : kernels.Get<ImageToTensor>().Launch;
    }

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config { get; }

    /// <summary>Gets the images per run.</summary>
    public int Batch { get; }

    /// <summary>Gets the compiled graph, to inspect or to profile.</summary>
    public ExecutionPlan Plan => plan;

    /// <summary>Builds, optimises and compiles the network.</summary>
    /// <param name="config">Configuration.</param>
    /// <param name="weights">Weights; a checkpoint must fit the configuration exactly.</param>
    /// <param name="context">Device, its kernels and options.</param>
    /// <param name="constants">The model's weights on the device; shared by all batch sizes, and must outlive this.</param>
    /// <param name="batch">Images per run.</param>
    /// <param name="cancellation">Ends the measuring of kernels early; the plan is made all the same.</param>
    public static YolactInference Create(
        YolactConfig config,
        IWeightSource weights,
        LoweringContext context,
        DeviceConstants constants,
        int batch,
        CancellationToken cancellation = default)
    {
        if (config.PreserveAspectRatio)
        {
            throw new ConfigException($"Config {config.Name}: PreserveAspectRatio needs inputs of each image's shape; plans are for square inputs.");
        }

        Graph.IR.Graph graph = YolactNetwork.Build(config, weights, new NetworkOptions { Batch = batch, Detect = true });
        (weights as CheckpointWeights)?.ThrowIfUnfit(config.Name);
        graph = GraphPass.ApplyAll(graph, [.. GraphPass.Inference]);
        if (context.Options.Precision == ConvolutionPrecision.Float16)
        {
            graph = GraphPass.HalfStorage.Apply(graph);
        }

        ConvolutionTuner.Tune(graph, context, cancellation);
        ExecutionPlan plan = ExecutionPlan.Compile(graph, context, constants);
        try
        {
            (weights as CheckpointWeights)?.ThrowIfUnusable();
            return new YolactInference(config, batch, plan, context.Kernels);
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    /// <summary>Detects instances on a batch.</summary>
    /// <param name="images">At most <see cref="Batch"/> images, of any sizes.</param>
    /// <param name="filter">Which detections are wanted.</param>
    /// <param name="cancellation">Looked at before each launch.</param>
    /// <exception cref="ArgumentException">There are no images, or more than the batch holds.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of the run is left on the device.</exception>
    public BatchPrediction Run(ReadOnlySpan<ImagePixels> images, PredictionFilter filter, CancellationToken cancellation)
    {
        if (images.Length == 0 || images.Length > Batch)
        {
            throw new ArgumentException($"images holds {images.Length}; this plan takes 1 to {Batch}.", nameof(images));
        }

        AcceleratorStream stream = plan.Accelerator.DefaultStream;
        try
        {
            long start = Stopwatch.GetTimestamp();
            Preprocess(stream, images);
            TimeSpan preprocess = EndOfStage(stream, start);
            plan.Run(stream, 0, firstDetectionStep, cancellation);
            TimeSpan network = EndOfStage(stream, start);
            plan.Run(stream, firstDetectionStep, plan.Steps.Length, cancellation);
            TimeSpan detect = EndOfStage(stream, start);
            cancellation.ThrowIfCancellationRequested();
            ImmutableArray<ImmutableArray<InstancePrediction>> found = masks.Run(stream, images, filter);
            TimeSpan total = Stopwatch.GetElapsedTime(start);
            return new BatchPrediction(found, new StageTimes(preprocess, network - preprocess, detect - network, total - detect));
        }
        catch (OperationCanceledException)
        {
            stream.Synchronize();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pixels.Dispose();
        masks.Dispose();
        plan.Dispose();
    }

    private static TimeSpan EndOfStage(AcceleratorStream stream, long start)
    {
        stream.Synchronize();
        return Stopwatch.GetElapsedTime(start);
    }

    private void Preprocess(AcceleratorStream stream, ReadOnlySpan<ImagePixels> images)
    {
        long length = 0;
        foreach (ImagePixels image in images)
        {
            length += image.Rgb.Length;
        }

        ArrayView<byte> staging = pixels.Take(length);
        long first = 0;
        int tensorLength = (int)(tensor.Length / Batch);
        for (int i = 0; i < images.Length; i++)
        {
            ArrayView<byte> image = staging.SubView(first, images[i].Rgb.Length);
            image.CopyFromCPU(stream, images[i].Rgb.Span);
            first += images[i].Rgb.Length;
            ImageToTensorShape shape = new(
                images[i].Height, images[i].Width, Config.InputSize, Config.InputSize, Mean(), Scale());
            imageToTensor(stream, image, tensor.SubView((long)i * tensorLength, tensorLength), shape);
        }
    }

    private Rgb Mean()
    {
        ImmutableArray<float> mean = Config.Preprocessing.Mean;
        return new Rgb(mean[0], mean[1], mean[2]);
    }

    private Rgb Scale()
    {
        ImmutableArray<float> deviation = Config.Preprocessing.StandardDeviation;
        return new Rgb(1 / deviation[0], 1 / deviation[1], 1 / deviation[2]);
    }
}
