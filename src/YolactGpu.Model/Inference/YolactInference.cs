using System.Collections.Immutable;
using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Passes;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Imaging;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Model.Inference;

/// <summary>
/// A network on a device, ready to run on batches of one fixed size and inputs of one shape: pixels in, instances out. Everything between upload and
/// read-back happens on the device. Not thread-safe: one run at a time.
/// </summary>
public sealed class YolactInference : IDisposable
{
    /// <summary>256 MiB of photos, page-locked at most.</summary>
    private const long MostStagedBytes = 1L << 28;

    private readonly ExecutionPlan plan;
    private readonly ArrayView<float> tensor;
    private readonly PlanRunner runner;
    private readonly AcceleratorStream stream;
    private readonly AcceleratorStream? ownStream;
    private readonly StageClock clock;
    private readonly MaskStage masks;
    private readonly ClassExistenceReader classExistence;
    private readonly GrowingBuffer<byte> pixels;
    private readonly StagingBuffer<byte> staging;
    private readonly Action<AcceleratorStream, ArrayView<byte>, ArrayView<float>, ImageToTensorShape> imageToTensor;

    private YolactInference(YolactConfig config, PlanShape shape, ExecutionPlan plan, KernelCache kernels, InferenceOptions options)
    {
        this.plan = plan;
        Config = config;
        Shape = shape;
        tensor = plan.Floats(plan.Graph.Inputs[0]);
        ownStream = options.Stream is null ? plan.Accelerator.CreateStream() : null;
        stream = options.Stream ?? ownStream!;
        clock = options.Clock?.Invoke(stream) ?? EventClock.For(stream);
        int firstDetectionStep = plan.Steps.TakeWhile(step => !step.Node.Name.StartsWith("detect.", StringComparison.Ordinal)).Count();
        runner = new PlanRunner(plan, stream, [firstDetectionStep, plan.Steps.Length], ReplayFor(kernels, options, out LaunchManner without), without);
        masks = new MaskStage(plan, kernels, config, options.ReadsMasksAhead ?? !kernels.IsCpu);
        classExistence = new ClassExistenceReader(plan);
        pixels = new GrowingBuffer<byte>(plan.Accelerator, "the photos");
        staging = new StagingBuffer<byte>(plan.Accelerator);
        imageToTensor = kernels.IsCpu ? kernels.Get<SimdImageToTensor>().Launch : kernels.Get<ImageToTensor>().Launch;
    }

    /// <summary>Gets the configuration.</summary>
    public YolactConfig Config { get; }

    /// <summary>Gets what it is compiled for.</summary>
    public PlanShape Shape { get; }

    /// <summary>Gets the images per run.</summary>
    public int Batch => Shape.Batch;

    /// <summary>Gets the compiled graph, to inspect or to profile.</summary>
    public ExecutionPlan Plan => plan;

    /// <summary>Gets how the plan's launches reach the device, as of the last run.</summary>
    public LaunchManner Launches => runner.Manner;

    /// <summary>Builds, optimises and compiles the network.</summary>
    /// <param name="config">Configuration.</param>
    /// <param name="weights">Weights; a checkpoint must fit the configuration exactly.</param>
    /// <param name="context">Device, its kernels and options.</param>
    /// <param name="constants">The model's weights on the device; shared by all shapes, and must outlive this.</param>
    /// <param name="shape">Images per run and the size of the network's input.</param>
    /// <param name="options">How it runs; the defaults where null.</param>
    /// <param name="cancellation">Ends the measuring of kernels early; the plan is made all the same.</param>
    public static YolactInference Create(
        YolactConfig config,
        IWeightSource weights,
        LoweringContext context,
        DeviceConstants constants,
        PlanShape shape,
        InferenceOptions? options = null,
        CancellationToken cancellation = default)
    {
        Graph.IR.Graph graph = YolactNetwork.Build(config, weights, new NetworkOptions { Batch = shape.Batch, Input = shape.Input, Detect = true });
        (weights as CheckpointWeights)?.ThrowIfUnfit(config.Name);
        graph = GraphPass.ApplyAll(graph, [.. GraphPass.For(context)]);
        ConvolutionTuner.Tune(graph, context, cancellation);
        ExecutionPlan plan = ExecutionPlan.Compile(graph, context, constants);
        try
        {
            (weights as CheckpointWeights)?.ThrowIfUnusable();
            return new YolactInference(config, shape, plan, context.Kernels, options ?? new InferenceOptions());
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    /// <summary>Detects instances on a batch.</summary>
    /// <param name="images">At most <see cref="Batch"/> images of the sizes for which the network's input is that of <see cref="Shape"/>.</param>
    /// <param name="filter">Which detections are wanted.</param>
    /// <param name="found">Takes them.</param>
    /// <param name="cancellation">Looked at before each launch, or, on CUDA, each replay of many.</param>
    /// <exception cref="ArgumentException">There are no images, more than the batch holds, or one that needs another input.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing of the run is left on the device.</exception>
    public BatchPrediction Run(ReadOnlySpan<ImagePixels> images, PredictionFilter filter, IInstanceSink found, CancellationToken cancellation)
    {
        if (images.Length == 0 || images.Length > Batch)
        {
            throw new ArgumentException($"images holds {images.Length}; this plan takes 1 to {Batch}.", nameof(images));
        }

        foreach (ImagePixels image in images)
        {
            InputShape needed = Config.InputSizeFor(image.Width, image.Height);
            if (needed != Shape.Input)
            {
                throw new ArgumentException(
                    $"An image of {image.Width} x {image.Height} pixels needs an input of {needed}; this plan's is {Shape.Input}.", nameof(images));
            }
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            clock.Start();
            Preprocess(images);
            clock.Mark(0);
            runner.Run(0, cancellation);
            clock.Mark(1);
            runner.Run(1, cancellation);
            clock.Mark(2);
            cancellation.ThrowIfCancellationRequested();
            classExistence.Queue(stream);
            masks.Run(stream, images, filter, found);
            return new BatchPrediction(Times(Stopwatch.GetElapsedTime(start)), classExistence.OfFirst(images.Length));
        }
        catch (OperationCanceledException)
        {
            stream.Synchronize();
            throw;
        }
    }

    /// <summary>Runs the network once on a batch, as <see cref="Run"/> does, waiting after each launch, and gives the time of each.</summary>
    public ImmutableArray<StepTime> Profile(ReadOnlySpan<ImagePixels> images)
    {
        // Layers write over the input, and how long detection takes depends on what is found.
        Preprocess(images);
        return plan.Profile(stream);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        runner.Dispose();
        clock.Dispose();
        staging.Dispose();
        pixels.Dispose();
        masks.Dispose();
        classExistence.Dispose();
        plan.Dispose();
        ownStream?.Dispose();
    }

    private Func<Action<AcceleratorStream>, IReplay>? ReplayFor(KernelCache kernels, InferenceOptions options, out LaunchManner without)
    {
        CudaGraphTarget? target = CudaGraphTarget.Of(stream, options.CudaGraph, out without);
        target = options.Target ?? target;
        return target is not null ? launch => target.Replay(() => launch(stream))
            : kernels.IsCpu && options.CpuSequence ? launch => new CpuReplay(kernels, stream, launch)
            : null;
    }

    private StageTimes Times(TimeSpan total)
    {
        TimeSpan preprocess = clock.EndOf(0);
        TimeSpan network = clock.EndOf(1);
        TimeSpan detect = clock.EndOf(2);
        return new StageTimes(preprocess, network - preprocess, detect - network, total - detect);
    }

    private void Preprocess(ReadOnlySpan<ImagePixels> images)
    {
        long length = 0;
        foreach (ImagePixels image in images)
        {
            length += image.Rgb.Length;
        }

        ArrayView<byte> uploaded = pixels.Take(length);
        Upload(images, uploaded);
        long first = 0;
        int tensorLength = (int)(tensor.Length / Batch);
        for (int i = 0; i < images.Length; i++)
        {
            ArrayView<byte> image = uploaded.SubView(first, images[i].Rgb.Length);
            first += images[i].Rgb.Length;
            ImageToTensorShape shape = new(
                images[i].Height, images[i].Width, Shape.Input.Height, Shape.Input.Width, Mean(), Scale());
            imageToTensor(stream, image, tensor.SubView((long)i * tensorLength, tensorLength), shape);
        }
    }

    /// <summary>Images one behind the other, in one copy that nobody waits for; too much for page-locked memory is copied one by one.</summary>
    private void Upload(ReadOnlySpan<ImagePixels> images, ArrayView<byte> target)
    {
        bool isStaged = target.Length <= MostStagedBytes;
        Span<byte> host = isStaged ? staging.Take((int)target.Length) : [];
        long first = 0;
        foreach (ImagePixels image in images)
        {
            ReadOnlySpan<byte> rgb = image.Rgb.Span;
            if (isStaged)
            {
                rgb.CopyTo(host[(int)first..]);
            }
            else
            {
                target.SubView(first, rgb.Length).CopyFromCPU(stream, rgb);
            }

            first += rgb.Length;
        }

        if (isStaged)
        {
            staging.Write(stream, target);
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
