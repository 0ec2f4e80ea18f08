using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Frontend;
using ILGPU.Runtime.Cuda;

namespace YolactGpu.Tests.Rules.DeviceCode;

/// <summary>One kernel for each thing that device code must not do, so that the rules are seen to find it.</summary>
internal static unsafe class IllegalKernels
{
    private static readonly int[] Table = [1, 2, 3];
    private static int launches;

    private interface IStep
    {
        int Of(int x);
    }

    public static void Throws(Index1D index, ArrayView<int> y)
    {
        if (index.X > y.IntLength)
        {
            throw new InvalidOperationException();
        }
    }

    public static void ThrowsFurtherDown(Index1D index, ArrayView<int> y) => Throws(index, y);

    public static void Tries(Index1D index, ArrayView<int> y)
    {
        try
        {
            y[index] = 1;
        }
        finally
        {
            y[index] = 2;
        }
    }

    public static void NamesText(Index1D index, ArrayView<int> y) => y[index] = "text".Length;

    public static void Boxes(Index1D index, ArrayView<int> y) => y[index] = ((object)index.X).GetHashCode();

    public static void MakesAnArray(Index1D index, ArrayView<int> y) => y[index] = (new int[4])[index.X];

    public static void MakesAnObject(Index1D index, ArrayView<int> y) => y[index] = new Random().Next();

    public static void ReadsWhatChanges(Index1D index, ArrayView<int> y) => y[index] = launches;

    public static void WritesWhatIsShared(Index1D index, ArrayView<int> y) => launches = y[index];

    public static void ReadsAnArray(Index1D index, ArrayView<int> y) => y[index] = Table.GetHashCode();

    public static void TakesABool(Index1D index, ArrayView<int> y, bool flag) => y[index] = flag ? 1 : 0;

    public static void TakesABoolInside(Index1D index, ArrayView<int> y, FlagShape shape) => y[index] = shape.Rows;

    public static void TakesAClass(Index1D index, ArrayView<int> y, string text) => y[index] = index;

    public static void TakesAReference(Index1D index, ArrayView<int> y, ref int x) => y[index] = x;

    public static void TakesAnInReference(Index1D index, ArrayView<int> y, in int x) => y[index] = x;

    public static void TakesAPointer(Index1D index, ArrayView<int> y, int* x) => y[index] = *x;

    public static void TakesWhatIsNotPublic(Index1D index, ArrayView<int> y, HiddenShape shape) => y[index] = shape.Rows;

    public static void TakesTooMuch(
        Index1D index, int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o)
    {
    }

    public static int Returns(Index1D index) => index.X;

    public static void Clamps(Index1D index, ArrayView<int> y) => y[index] = Math.Clamp(y[index], 0, 1);

    public static void AsksForTheSign(Index1D index, ArrayView<float> y) => y[index] = MathF.Sign(y[index]);

    public static void FusesAMultiplyAdd(Index1D index, ArrayView<float> y) => y[index] = MathF.FusedMultiplyAdd(y[index], 2, 1);

    public static void Approximates(Index1D index, ArrayView<float> y) => y[index] = XMath.Tanh(y[index]);

    public static void ReadsBits(Index1D index, ArrayView<float> y) => y[index] = BitConverter.SingleToInt32Bits(y[index]);

    public static void GoesBelowTheTypes(Index1D index, ArrayView<int> y) => y[index] = Unsafe.Add(ref y[index], 1);

    public static void UsesASpan(Index1D index, ArrayView<int> y) => y[index] = default(Span<int>).Length;

    public static void UsesVectors(Index1D index, ArrayView<float> y) => y[index] = Vector.Sum(Vector<float>.One);

    public static void TakesMemoryOfTheStack(Index1D index, ArrayView<int> y)
    {
        int* memory = stackalloc int[8];
        y[index] = memory[index.X];
    }

    public static void CallsByAPointer(Index1D index, ArrayView<int> y)
    {
        delegate*<int, int> function = &Twice;
        y[index] = function(y[index]);
    }

    public static void CallsADelegate(Index1D index, ArrayView<int> y)
    {
        Func<int, int> function = Twice;
        y[index] = function(y[index]);
    }

    public static void CallsAnInterface(Index1D index, ArrayView<int> y) => y[index] = Next(default(Step), y[index]);

    public static void ShufflesAWarp(Index1D index, ArrayView<int> y) => y[index] = Warp.Shuffle(y[index], 0);

    public static void WritesPtx(Index1D index, ArrayView<int> y)
    {
        CudaAsm.Emit("mov.u32 %0, 1;", out uint one);
        y[index] = (int)one;
    }

    public static void Recurses(Index1D index, ArrayView<int> y) => y[index] = Factorial(y[index]);

    public static void CallsTheCpu(Index1D index, ArrayView<int> y) => y[index] = Outside(y[index]);

    public static void IsLegal(Index1D index, ArrayView<float> x, ArrayView<float> y, PublicShape shape)
    {
        (int row, int column) = (index.X / shape.Columns, index.X % shape.Columns);
        float value = XMath.Max(x[(row * shape.Columns) + column], 0f);
        Halve(ref value);
        y[index] = float.IsNaN(value) ? 0 : MathF.Sqrt(value);
    }

    public static void IsLegalCudaKernel(Index1D index, ArrayView<int> y)
    {
        CudaAsm.Emit("mov.u32 %0, 1;", out uint one);
        y[index] = Warp.Shuffle((int)one, 0);
    }

    public static void CallsOutsideTwiceOnCpu(Index1D index, ArrayView<int> y) => y[index] = Outside(Outside(index.X));

    public static void LoopsOnCpu(Index1D index, ArrayView<int> y)
    {
        for (int i = 0; i < y.IntLength; i++)
        {
            Outside(i);
        }
    }

    public static void StaysInsideOnCpu(Index1D index, ArrayView<int> y) => y[index] = Twice(index.X);

    public static void IsLegalOnCpu(Index1D index, ArrayView<int> y, PublicShape shape) => OutsideAll(index.X * 2, y, shape);

    private static int Twice(int x) => 2 * x;

    private static void Halve(ref float x) => x /= 2;

    private static int Factorial(int x) => x < 2 ? 1 : x * Factorial(x - 1);

    private static int Next<TStep>(TStep step, int x)
        where TStep : struct, IStep => step.Of(x);

    [External("outside")]
    private static int Outside(int x) => x;

    [External("outside_all")]
    private static void OutsideAll(int x, ArrayView<int> y, PublicShape shape) => y[x] = shape.Columns;

    internal readonly record struct HiddenShape(int Rows);

    private readonly struct Step : IStep
    {
        public int Of(int x) => x > 0 ? x + 1 : throw new ArgumentOutOfRangeException(nameof(x));
    }
}

/// <summary>Sizes as a kernel takes them.</summary>
public readonly record struct PublicShape(int Columns, float Scale);

/// <summary>Sizes with what has no fixed size on devices.</summary>
public readonly record struct FlagShape(int Rows, bool Flag);
