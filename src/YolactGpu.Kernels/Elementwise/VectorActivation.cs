using System.Numerics;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// The activation functions on vectors of the processor, for kernels of the CPU accelerator: as
/// <see cref="ActivationFunction"/>, within 3 units in the last place. What an element becomes does not depend on where
/// it stands.
/// </summary>
internal static class VectorActivation
{
    /// <summary>Applies the activation to every element in place.</summary>
    public static void Apply(Span<float> values, Activation activation)
    {
        int whole = values.Length - (values.Length % Vector<float>.Count);
        for (int i = 0; i < whole; i += Vector<float>.Count)
        {
            Span<float> part = values[i..];
            Apply(new Vector<float>(part), activation).CopyTo(part);
        }

        if (whole < values.Length)
        {
            Span<float> rest = stackalloc float[Vector<float>.Count];
            values[whole..].CopyTo(rest);
            Apply(new Vector<float>(rest), activation).CopyTo(rest);
            rest[..(values.Length - whole)].CopyTo(values[whole..]);
        }
    }

    private static Vector<float> Apply(Vector<float> x, Activation activation) => activation switch
    {
        Activation.Relu => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x),
        Activation.LeakyRelu => Vector.ConditionalSelect(
            Vector.LessThan(x, Vector<float>.Zero), ActivationFunction.LeakySlope * x, x),
        Activation.Sigmoid => Vector<float>.One / (Vector<float>.One + VectorExponential.Exp(-x)),
        Activation.Tanh => Tanh(x),
        _ => x,
    };

    /// <summary>(1 − e⁻²ˣ) / (1 + e⁻²ˣ); below a quarter, where the difference would cancel, by its series.</summary>
    private static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> square = x * x;
        Vector<float> series = new Vector<float>(-0.053968254f) + (square * 0.021869488f);
        series = new Vector<float>(0.13333333f) + (square * series);
        series = new Vector<float>(-0.33333333f) + (square * series);
        series = x * (Vector<float>.One + (square * series));

        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> e = VectorExponential.Exp(-2f * magnitude);
        Vector<float> quotient = Vector.CopySign((Vector<float>.One - e) / (Vector<float>.One + e), x);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<float>(0.25f)), series, quotient);
    }
}
