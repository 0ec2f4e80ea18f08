using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>Read-modify-write operations; each returns the value that was there before.</summary>
public static class Atomic
{
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    public static float Add(ref float target, float value)
    {
        while (true)
        {
            float seen = Volatile.Read(ref target);
            if (IsSame(CompareExchange(ref target, seen, seen + value), seen))
            {
                return seen;
            }
        }
    }

    public static double Add(ref double target, double value)
    {
        while (true)
        {
            double seen = Volatile.Read(ref target);
            if (IsSame(CompareExchange(ref target, seen, seen + value), seen))
            {
                return seen;
            }
        }
    }

    public static int Max(ref int target, int value) => Replace<int, MaxOf<int>>(ref target, value);

    public static uint Max(ref uint target, uint value) => Replace<uint, MaxOf<uint>>(ref target, value);

    public static long Max(ref long target, long value) => Replace<long, MaxOf<long>>(ref target, value);

    public static ulong Max(ref ulong target, ulong value) => Replace<ulong, MaxOf<ulong>>(ref target, value);

    public static float Max(ref float target, float value) => Replace<float, MaxOf<float>>(ref target, value);

    public static double Max(ref double target, double value) => Replace<double, MaxOf<double>>(ref target, value);

    public static int Min(ref int target, int value) => Replace<int, MinOf<int>>(ref target, value);

    public static uint Min(ref uint target, uint value) => Replace<uint, MinOf<uint>>(ref target, value);

    public static long Min(ref long target, long value) => Replace<long, MinOf<long>>(ref target, value);

    public static ulong Min(ref ulong target, ulong value) => Replace<ulong, MinOf<ulong>>(ref target, value);

    public static float Min(ref float target, float value) => Replace<float, MinOf<float>>(ref target, value);

    public static double Min(ref double target, double value) => Replace<double, MinOf<double>>(ref target, value);

    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    public static int Xor(ref int target, int value) => Replace<int, XorOf<int>>(ref target, value);

    public static uint Xor(ref uint target, uint value) => Replace<uint, XorOf<uint>>(ref target, value);

    public static long Xor(ref long target, long value) => Replace<long, XorOf<long>>(ref target, value);

    public static ulong Xor(ref ulong target, ulong value) => Replace<ulong, XorOf<ulong>>(ref target, value);

    public static int Exchange(ref int target, int value) => Interlocked.Exchange(ref target, value);

    public static uint Exchange(ref uint target, uint value) => Interlocked.Exchange(ref target, value);

    public static long Exchange(ref long target, long value) => Interlocked.Exchange(ref target, value);

    public static ulong Exchange(ref ulong target, ulong value) => Interlocked.Exchange(ref target, value);

    public static float Exchange(ref float target, float value) => Interlocked.Exchange(ref target, value);

    public static double Exchange(ref double target, double value) => Interlocked.Exchange(ref target, value);

    public static int CompareExchange(ref int target, int compare, int value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static uint CompareExchange(ref uint target, uint compare, uint value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static long CompareExchange(ref long target, long compare, long value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static float CompareExchange(ref float target, float compare, float value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    public static double CompareExchange(ref double target, double compare, double value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Equal bits, so that a NaN that nobody else changed ends the loop too.</summary>
    private static bool IsSame<T>(T first, T second)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == sizeof(int)
            ? Unsafe.BitCast<T, int>(first) == Unsafe.BitCast<T, int>(second)
            : Unsafe.BitCast<T, long>(first) == Unsafe.BitCast<T, long>(second);

    private static T Replace<T, TOperation>(ref T target, T value)
        where T : unmanaged
        where TOperation : struct, IOperation<T>
    {
        while (true)
        {
            T seen = target;
            T wanted = TOperation.Apply(seen, value);
            if (IsSame(Interlocked.CompareExchange(ref target, wanted, seen), seen))
            {
                return seen;
            }
        }
    }

    private interface IOperation<T>
    {
        static abstract T Apply(T current, T value);
    }

    private readonly struct MaxOf<T> : IOperation<T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T current, T value) => T.Max(current, value);
    }

    private readonly struct MinOf<T> : IOperation<T>
        where T : System.Numerics.INumber<T>
    {
        public static T Apply(T current, T value) => T.Min(current, value);
    }

    private readonly struct XorOf<T> : IOperation<T>
        where T : System.Numerics.IBinaryInteger<T>
    {
        public static T Apply(T current, T value) => current ^ value;
    }
}
