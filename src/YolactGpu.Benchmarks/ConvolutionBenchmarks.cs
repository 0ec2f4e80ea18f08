using BenchmarkDotNet.Attributes;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Benchmarks;

/// <summary>Convolutions of yolact_resnet50 at 550 pixels, one of each kind, and a deformable one of YOLACT++.</summary>
public class ConvolutionBenchmarks : KernelBenchmark
{
    private OneOpPlan stem = null!;
    private OneOpPlan pointwise = null!;
    private OneOpPlan strided = null!;
    private OneOpPlan direct = null!;
    private OneOpPlan winograd = null!;
    private OneOpPlan deformable = null!;

    /// <summary>7x7, stride 2: 550 x 550 x 3 to 275 x 275 x 64; 1.4 GFLOP.</summary>
    [Benchmark]
    public void Stem() => stem.Run();

    /// <summary>1x1: 69 x 69 x 512 to 128; 0.6 GFLOP.</summary>
    [Benchmark]
    public void Pointwise() => pointwise.Run();

    /// <summary>3x3, stride 2: 69 x 69 x 256 to 35 x 35 x 256; 1.4 GFLOP.</summary>
    [Benchmark]
    public void Strided() => strided.Run();

    /// <summary>3x3: 69 x 69 x 256 to 256, as a plain sum; 5.6 GFLOP.</summary>
    [Benchmark]
    public void Direct() => direct.Run();

    /// <summary>The same as <see cref="Direct"/> with Winograd's algorithm, on the CPU.</summary>
    [Benchmark]
    public void Winograd() => winograd.Run();

    /// <summary>3x3, deformable: 69 x 69 x 128 to 128; 1.4 GFLOP.</summary>
    [Benchmark]
    public void Deformable() => deformable.Run();

    /// <inheritdoc/>
    protected override void Prepare()
    {
        stem = Convolution(550, 3, 64, filter: 7, stride: 2);
        pointwise = Convolution(69, 512, 128, filter: 1, stride: 1);
        strided = Convolution(69, 256, 256, filter: 3, stride: 2);
        direct = Convolution(69, 256, 256, filter: 3, stride: 1, new CompileOptions { AllowWinograd = false });
        winograd = Convolution(69, 256, 256, filter: 3, stride: 1);
        TensorShape x = new(1, 69, 69, 128);
        TensorShape offsetMask = new(1, 69, 69, 27);
        deformable = Keep(OneOpPlan.Create(
            Device,
            new DeformableConvolution2DOp(1, 1, 1, Activation.Relu, HasBias: true, HasResidual: false),
            [(x, OneOpPlan.Numbers(x)), (offsetMask, OneOpPlan.Numbers(offsetMask))],
            [new TensorShape(128, 128, 3, 3), new TensorShape(128)]));
    }

    private OneOpPlan Convolution(int side, int channels, int filters, int filter, int stride, CompileOptions? options = null)
    {
        TensorShape x = new(1, side, side, channels);
        return Keep(OneOpPlan.Create(
            Device,
            new Convolution2DOp(stride, filter / 2, 1, Activation.Relu, HasBias: true, HasResidual: false),
            [(x, OneOpPlan.Numbers(x))],
            [new TensorShape(filters, channels, filter, filter), new TensorShape(filters)],
            options));
    }
}
