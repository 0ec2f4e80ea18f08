using ILGPU;
using ILGPU.Runtime;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// A convolution over small multiples of 1/16: exact in FP16 and TF32, as are all their sums in float32 in any order, so that every kernel
/// must give the same bits.
/// </summary>
internal sealed record ExactData(Convolution2DShape Shape, float[] X, float[] Weights, float[] Bias, float[]? Residual)
{
    public static ExactData For(Convolution2DShape shape, bool hasResidual)
    {
        Random random = new(1);
        float[] Numbers(long length) => [.. Enumerable.Range(0, (int)length).Select(_ => random.Next(-32, 33) / 16f)];
        return new ExactData(
            shape,
            Numbers(shape.InputLength),
            Numbers(shape.WeightLength),
            Numbers(shape.OutputChannels),
            hasResidual ? Numbers(shape.OutputLength) : null);
    }

    /// <summary>Gives y of a kernel, having checked that it wrote nothing else.</summary>
    public float[] Run(Accelerator accelerator, ConvolutionLaunch launch, Activation activation) =>
        new ConvolutionCase(Shape, true, Residual is not null, activation).Run(accelerator, launch, X, Weights, Bias, Residual);

    /// <summary>Gives y of the plain kernel.</summary>
    public float[] RunPlain(Accelerator accelerator, Activation activation) => Run(
        accelerator,
        (x, weights, bias, residual, y) =>
        {
            using MemoryBuffer1D<float, Stride1D.Dense> packed = accelerator.Allocate1D(Convolution2D.PackWeights(weights, Shape));
            Convolution2D.Load(accelerator).Launch(accelerator.DefaultStream, x, packed.View, bias, residual, y, Shape, activation);
            accelerator.Synchronize();
        },
        activation);
}
