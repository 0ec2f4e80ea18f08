using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Reference;

/// <summary>The activation functions in double.</summary>
public static class ActivationReference
{
    public static double Compute(double x, Activation activation) => activation switch
    {
        Activation.None => x,
        Activation.Relu => double.IsNaN(x) ? x : Math.Max(x, 0),
        Activation.LeakyRelu => Math.Max(x, 0.1f * x),
        Activation.Sigmoid => x < 0 ? Math.Exp(x) / (Math.Exp(x) + 1) : 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };
}
