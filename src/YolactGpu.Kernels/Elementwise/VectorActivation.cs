using System.Numerics;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// The activation functions on vectors of the processor, for kernels of the CPU accelerator. The same formulas as
/// <see cref="ActivationFunction"/>; the exponential is within one unit in the last place.
/// </summary>
internal static class VectorActivation
{
    /// <summary>Applies the activation to every element in place.</summary>
    public static void Apply(Span<float> values, Activation activation)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Span<float> part = values[i..];
            Apply(new Vector<float>(part), activation).CopyTo(part);
        }

        for (; i < values.Length; i++)
        {
            values[i] = ActivationFunction.Apply(values[i], activation);
        }
    }

    /// <summary>Gives the activation of every lane.</summary>
    public static Vector<float> Apply(Vector<float> x, Activation activation) => activation switch
    {
        Activation.Relu => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x),
        Activation.LeakyRelu => Vector.ConditionalSelect(
            Vector.LessThan(x, Vector<float>.Zero), ActivationFunction.LeakySlope * x, x),
        Activation.Sigmoid => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x)),
        Activation.Tanh => Tanh(x),
        _ => x,
    };

    private static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> square = x * x;
        Vector<float> series = x * (Vector<float>.One + (square * (new Vector<float>(-0.33333333f)
            + (square * (new Vector<float>(0.13333333f) - (square * 0.05396825f))))));

        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> e = Vector.Exp(-2f * magnitude);
        Vector<float> quotient = Vector.CopySign((Vector<float>.One - e) / (Vector<float>.One + e), x);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<float>(0.0625f)), series, quotient);
    }
}
