using System.Runtime.InteropServices;

namespace ILGPU.Execution;

/// <summary>
/// 64-byte aligned native memory. With a guard it starts poisoned (0xFF bytes: a NaN in float, absurd in int) and lies
/// between two fences that show writes past its ends.
/// </summary>
internal sealed unsafe class DeviceMemory : IDisposable
{
    private const int FenceLength = 64;
    private const byte Fence = 0xA5;
    private const byte Poison = 0xFF;

    private readonly Lock access = new();
    private byte* block;

    public DeviceMemory(long length, Guard? guard)
    {
        int fence = guard is null ? 0 : FenceLength;
        nuint size = checked((nuint)Math.Max(length, 1) + (nuint)(2 * fence));
        block = (byte*)NativeMemory.AlignedAlloc(size, 64);
        Start = block + fence;
        Length = length;
        Guard = guard;
        if (guard is null)
        {
            NativeMemory.Clear(Start, (nuint)length);
            return;
        }

        NativeMemory.Fill(block, FenceLength, Fence);
        NativeMemory.Fill(Start, (nuint)length, Poison);
        NativeMemory.Fill(Start + length, FenceLength, Fence);
    }

    public byte* Start { get; }

    public long Length { get; }

    public Guard? Guard { get; }

    public static void PoisonBytes(byte* start, long length) => NativeMemory.Fill(start, (nuint)length, Poison);

    public void VerifyFences()
    {
        lock (access)
        {
            if (Guard is null || block == null)
            {
                return;
            }

            bool intact =
                !new ReadOnlySpan<byte>(block, FenceLength).ContainsAnyExcept(Fence) &&
                !new ReadOnlySpan<byte>(Start + Length, FenceLength).ContainsAnyExcept(Fence);
            if (!intact)
            {
                throw new IndexOutOfRangeException($"Something was written just before or after {Guard.What}.");
            }
        }
    }

    public void Dispose()
    {
        if (Guard is null)
        {
            Free();
            return;
        }

        Guard.Dispose();
        Guard.Accelerator.Bury(this);
    }

    public void Free()
    {
        lock (access)
        {
            NativeMemory.AlignedFree(block);
            block = null;
        }
    }
}
