using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>What a convolution is lowered with: its tensors and sizes.</summary>
internal sealed record ConvolutionOperands(
    Operand Input,
    Operand Weights,
    ArrayView<float> Bias,
    Operand? ResidualOperand,
    Operand Output,
    Convolution2DShape Shape,
    Activation Activation)
{
    /// <summary>Gets x.</summary>
    public ArrayView<float> X { get; } = Input.FloatsOrHalves;

    /// <summary>Gets the residual, or an empty view.</summary>
    public ArrayView<float> Residual { get; } = ResidualOperand?.FloatsOrHalves ?? ArrayView<float>.Empty;

    /// <summary>Gets y.</summary>
    public ArrayView<float> Y { get; } = Output.FloatsOrHalves;

    /// <summary>Gets which tensors are stored as halves.</summary>
    public ConvolutionStorage Storage { get; } = new(Input.IsHalf, ResidualOperand?.IsHalf == true, Output.IsHalf);
}

/// <summary>What the choice of a kernel depends on.</summary>
/// <param name="Shape">Sizes.</param>
/// <param name="Storage">Which tensors are stored as halves.</param>
public readonly record struct ConvolutionLayer(Convolution2DShape Shape, ConvolutionStorage Storage = default);
