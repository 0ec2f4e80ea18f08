using System.Runtime.InteropServices;

namespace ILGPU;

public static unsafe class Interop
{
    public static int SizeOf<T>()
        where T : unmanaged => sizeof(T);

    public static int SizeOf<T>(T structure)
        where T : unmanaged => sizeof(T);

    public static int OffsetOf<T>(string fieldName)
        where T : unmanaged => (int)Marshal.OffsetOf<T>(fieldName);

    /// <summary>How many elements of the first type hold as many of the second, rounded up.</summary>
    public static long ComputeRelativeSizeOf<TFirst, TSecond>(long numSecondElements)
        where TFirst : unmanaged
        where TSecond : unmanaged =>
        ((numSecondElements * sizeof(TSecond)) + sizeof(TFirst) - 1) / sizeof(TFirst);

    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    public static ushort FloatAsInt(Half value) => value.Bits;

    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);

    public static Half IntAsFloat(ushort value) => new(value);
}
