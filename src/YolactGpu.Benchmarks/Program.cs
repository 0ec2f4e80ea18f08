using System.Globalization;
using BenchmarkDotNet.Running;
using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Benchmarks;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Devices;
using YolactGpu.Model.Configs;

// Convolution layers of a network on the CPU accelerator: dotnet run -c Release -- [config] [rounds] [workers] [name part]
// Kernels with BenchmarkDotNet, in this process:           dotnet run -c Release -- kernels [its options]
// All kernels in the assembly language of NVIDIA's GPUs:   dotnet run -c Release -- ptx FOLDER
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["ptx", string folder])
{
    PtxFiles.Write(folder, Console.Out);
    return;
}

if (args is ["kernels", .. string[] options])
{
    // In this process: a generated project would need to know where this one's outputs lie, and what stands in for packages.
    BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmark).Assembly).Run(["--inProcess", .. options]);
    return;
}

YolactConfig config = YolactConfigs.Get(args.ElementAtOrDefault(0) ?? YolactConfigs.ResNet50.Name);
int rounds = int.Parse(args.ElementAtOrDefault(1) ?? "15", CultureInfo.InvariantCulture);
int workers = int.Parse(args.ElementAtOrDefault(2) ?? $"{Environment.ProcessorCount}", CultureInfo.InvariantCulture);
string part = args.ElementAtOrDefault(3) ?? string.Empty;

using Context context = DeviceContext.Create(workers);
using Accelerator accelerator = context.Devices
    .First(device => device.AcceleratorType == AcceleratorType.CPU)
    .CreateAccelerator(context);
KernelCache kernels = new(accelerator);
LoweringContext lowering = new(kernels, new CompileOptions());
LayerBenchmark benchmark = new(kernels);

double peak = FmaPeak.Measure(workers);
Console.WriteLine($"{config.Name}, {workers} workers, vectors of {(int)SimdWidths.Best}, {rounds} rounds; peak {peak:F0} GFLOP/s.");
Console.WriteLine("Minima in ms; * is what the rule chooses. Ratio: speed against peak, counting the plain sum's operations.");
Console.WriteLine($"{"layer",-32}{"count",6}{"GFLOP",8}{"direct",9}{"Strassen",9}{"F(2x2)",9}{"F(3x3)",9}{"F(4x4)",9}{"F(5x5)",9}{"F(6x6)",9}{"GFLOP/s",9}{"ratio",7}");

(double Direct, double Chosen, double Best, double Median, double Operations) sum = default;
foreach (NetworkLayer layer in NetworkLayers.Of(config).Where(layer => layer.Name.Contains(part, StringComparison.Ordinal)))
{
    Dictionary<ConvolutionMethod, RoundTimes> times = benchmark.Run(layer, rounds);
    ConvolutionMethod choice = layer.IsDeformable
        ? ConvolutionChoice.MethodOf(StrassenTime.Choose(layer.Shape, SimdWidths.Best))
        : ConvolutionChoice.For(new ConvolutionLayer(layer.Shape), lowering).Method;
    double operations = layer.Shape.FloatingPointOperations / 1e9;
    double speed = operations / times[choice].Minimum * 1e3;
    Console.WriteLine(
        $"{layer.Name,-32}{layer.Count,6}{operations,8:F3}{Time(ConvolutionMethod.Direct)}{Time(ConvolutionMethod.Strassen)}{Time(ConvolutionMethod.Winograd2)}"
        + $"{Time(ConvolutionMethod.Winograd3)}{Time(ConvolutionMethod.Winograd4)}{Time(ConvolutionMethod.Winograd5)}{Time(ConvolutionMethod.Winograd6)}{speed,9:F0}{speed / peak,7:P0}");
    sum.Direct += layer.Count * times[ConvolutionMethod.Direct].Minimum;
    sum.Chosen += layer.Count * times[choice].Minimum;
    sum.Best += layer.Count * times.Values.Min(time => time.Minimum);
    sum.Median += layer.Count * times[choice].Median;
    sum.Operations += layer.Count * operations;

    string Time(ConvolutionMethod method) =>
        (times.TryGetValue(method, out RoundTimes time) ? $"{time.Minimum:F3}" : "-").PadLeft(8) + (method == choice ? "*" : " ");
}

Console.WriteLine(
    $"All {sum.Operations:F1} GFLOP: direct {sum.Direct:F1} ms, chosen {sum.Chosen:F1} ms (medians {sum.Median:F1} ms), best {sum.Best:F1} ms.");
