using ILGPU.Algorithms;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>A function applied to every element, also fused into the kernels that produce the elements.</summary>
public enum Activation
{
    /// <summary>y = x.</summary>
    None,

    /// <summary>y = max(x, 0); a NaN stays a NaN, as in PyTorch.</summary>
    Relu,

    /// <summary>y = x for x ≥ 0, else 0.1·x (Darknet's slope).</summary>
    LeakyRelu,

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>y = (1 − e⁻²ˣ) / (1 + e⁻²ˣ): written out, because the device's own tanh may be an approximation.</summary>
    Tanh,
}

/// <summary>
/// The activation functions as device code. NaN is asked for by name: ILGPU's OpenCL compares as if there were none, so that
/// <c>!(x &lt; 0)</c> and what a compiler makes of it would lose one.
/// </summary>
public static class ActivationFunction
{
    /// <summary>Slope of <see cref="Activation.LeakyRelu"/> below zero.</summary>
    public const float LeakySlope = 0.1f;

    /// <summary>Applies an activation to one element.</summary>
    public static float Apply(float x, Activation activation)
    {
        switch (activation)
        {
            case Activation.Relu:
                return float.IsNaN(x) || x > 0 ? x : 0;
            case Activation.LeakyRelu:
                return x > 0 ? x : LeakySlope * x;
            case Activation.Sigmoid:
                return Sigmoid(x);
            case Activation.Tanh:
                return Tanh(x);
            default:
                return x;
        }
    }

    /// <summary>1 / (1 + e⁻ˣ); e⁻ˣ may overflow to infinity, which gives the right 0.</summary>
    public static float Sigmoid(float x) => 1f / (1f + XMath.Exp(-x));

    /// <summary>
    /// tanh by e⁻²|ˣ|; below a quarter by its series, where the quotient would cancel (at 1/16 it loses 5 units in the last
    /// place). Error under 4 units.
    /// </summary>
    public static float Tanh(float x)
    {
        float magnitude = XMath.Abs(x);
        if (magnitude < 0.25f)
        {
            float square = x * x;
            float series = -0.33333333f + (square * (0.13333333f + (square * (-0.053968254f + (square * 0.021869488f)))));
            return x * (1f + (square * series));
        }

        float e = XMath.Exp(-2f * magnitude);
        float y = (1f - e) / (1f + e);
        return x < 0 ? -y : y;
    }
}
