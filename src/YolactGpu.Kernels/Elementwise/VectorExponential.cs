using System.Numerics;
using System.Runtime.CompilerServices;

namespace YolactGpu.Kernels.Elementwise;

/// <summary>
/// eˣ on vectors of the processor, in float32 throughout: the runtime's own goes through double, at several times the price.
/// <para>x = n·ln 2 + r with |r| ≤ ln 2 / 2; eˣ = 2ⁿ·eʳ, eʳ by its series to r⁷ (what is left out is under 6·10⁻⁹). Within 2 units in
/// the last place where the result is a normal number; infinite above 88.8, 0 below −104; a NaN stays a NaN.</para>
/// </summary>
internal static class VectorExponential
{
    private const float Lowest = -104;
    private const float Highest = 90;
    private const float InverseLn2 = 1.44269504f;

    // ln 2 in two parts, the first with so few bits that n times it is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>Gives eˣ of each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        // Written so that a NaN, which no comparison holds for, goes through.
        Vector<float> inside = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(Lowest)), new Vector<float>(Lowest), x);
        inside = Vector.ConditionalSelect(Vector.GreaterThan(inside, new Vector<float>(Highest)), new Vector<float>(Highest), inside);
        Vector<float> n = Vector.Floor((inside * InverseLn2) + new Vector<float>(0.5f));
        Vector<float> r = inside - (n * Ln2High) - (n * Ln2Low);
        Vector<float> p = new(1f / 5040);
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 720));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 120));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 24));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 6));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(0.5f));
        p = Vector.MultiplyAddEstimate(p, r, Vector<float>.One);
        p = Vector.MultiplyAddEstimate(p, r, Vector<float>.One);

        // 2ⁿ in two factors: n reaches beyond the exponents of normal numbers at both ends.
        Vector<int> exponent = Vector.ConvertToInt32(n);
        Vector<int> half = Vector.ShiftRightArithmetic(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    private static Vector<float> PowerOfTwo(Vector<int> exponent) =>
        Vector.AsVectorSingle(Vector.ShiftLeft(exponent + new Vector<int>(127), 23));
}
