using System.Collections.Immutable;
using System.Diagnostics;
using YolactGpu.Graph.Execution;
using YolactGpu.Model.Inference;

namespace YolactGpu.Benchmarking;

/// <summary>Measures a network on a device: cold start, network alone, photo to masks, memory.</summary>
public static class YolactBenchmark
{
    private const int PhotoWidth = 640;
    private const int PhotoHeight = 480;

    /// <summary>Runs the benchmark.</summary>
    public static BenchmarkResult Run(BenchmarkOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        using YolactModel model = YolactModel.Open(new ModelSettings
        {
            Weights = options.Weights,
            Config = options.Config,
            InputSize = options.InputSize,
            Device = options.Device,
            CpuWorkers = options.CpuWorkers,
            TuningCache = options.TuningCache,
            Inference = new InferenceOptions { CudaGraph = options.CudaGraph },
            Compile = new CompileOptions
            {
                AllowWinograd = options.AllowWinograd, Precision = options.Precision, PlainKernelsOnly = options.PlainKernelsOnly,
            },
        });
        YolactInference inference = model.Plan(options.Batch, model.Config.Input);
        ImagePixels[] photos = [.. Enumerable.Range(0, options.Batch).Select(Photo)];
        PredictionFilter filter = new(new YolactDetectorOptions().ScoreThreshold, 100);
        Search();
        double coldStart = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        for (int i = 0; i < options.Warmup; i++)
        {
            Search();
        }

        List<StageTimes> stages = [];
        List<double> endToEnd = [];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < options.Repeat; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            stages.Add(Search());
            endToEnd.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        ExecutionPlan plan = inference.Plan;
        Distribution network = Distribution.Of(stages.Select(stage => stage.Network.TotalMilliseconds));
        Distribution total = Distribution.Of(endToEnd);
        double gigaflop = plan.Steps.Sum(step => step.FloatingPointOperations) / 1e9;
        return new BenchmarkResult(
            model.DeviceName,
            model.Config.Name,
            model.Config.Input.Width,
            model.Config.Input.Height,
            options.Batch,
            options.Precision.ToString(),
            inference.Launches.ToString(),
            network,
            total,
            Math.Round(1000 * options.Batch / total.Median, 2),
            Math.Round(gigaflop, 3),
            Math.Round(gigaflop / network.Median * 1000, 1),
            plan.Memory.SizeInBytes,
            plan.Memory.LowerBoundInBytes,
            model.WeightsSizeInBytes,
            allocated / (options.Repeat * options.Batch),
            Math.Round(coldStart, 1),
            Medians(stages),
            options.Explain ? TimeLayers(inference, photos, options.Repeat) : null);

        StageTimes Search()
        {
            FoundInstances found = new(model.Config, photos);
            StageTimes times = inference.Run(photos, filter, found, CancellationToken.None).Times;
            for (int i = 0; i < photos.Length; i++)
            {
                found.Of(i);
            }

            return times;
        }
    }

    private static Dictionary<string, double> Medians(IReadOnlyCollection<StageTimes> stages)
    {
        return new Dictionary<string, double>
        {
            ["preprocess"] = Median(stage => stage.Preprocess),
            ["network"] = Median(stage => stage.Network),
            ["detect"] = Median(stage => stage.Detect),
            ["masks"] = Median(stage => stage.Masks),
        };

        double Median(Func<StageTimes, TimeSpan> stage) => Distribution.Of(stages.Select(times => stage(times).TotalMilliseconds)).Median;
    }

    private static LayerTime[] TimeLayers(YolactInference inference, ImagePixels[] photos, int repeat)
    {
        ExecutionPlan plan = inference.Plan;
        ImmutableArray<StepTime>[] runs = [.. Enumerable.Range(0, repeat).Select(_ => inference.Profile(photos))];
        return
        [
            .. plan.Steps.Select((step, i) =>
            {
                StepTime time = runs.Select(run => run[i]).OrderBy(candidate => candidate.Duration).ElementAt(repeat / 2);
                return new LayerTime(
                    step.Node.Name,
                    step.Kernel,
                    step.Reason,
                    step.Node.Outputs[0].Type.ToString(),
                    Math.Round(time.Duration.TotalMilliseconds, 4),
                    Math.Round(time.GigaflopsPerSecond, 1),
                    Math.Round(time.GigabytesPerSecond, 1));
            }),
        ];
    }

    /// <summary>A photo of smooth colours and some noise: as heavy for the network as any other.</summary>
    private static ImagePixels Photo(int seed)
    {
        Random random = new(seed);
        byte[] rgb = new byte[PhotoWidth * PhotoHeight * 3];
        for (int y = 0; y < PhotoHeight; y++)
        {
            for (int x = 0; x < PhotoWidth; x++)
            {
                int at = ((y * PhotoWidth) + x) * 3;
                rgb[at] = (byte)((x * 200 / PhotoWidth) + random.Next(50));
                rgb[at + 1] = (byte)((y * 200 / PhotoHeight) + random.Next(50));
                rgb[at + 2] = (byte)(((x + y + (seed * 40)) % 200) + random.Next(50));
            }
        }

        return new ImagePixels(rgb, PhotoWidth, PhotoHeight);
    }
}
