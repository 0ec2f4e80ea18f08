using System.Buffers;
using System.Runtime.InteropServices;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Scratch memory of one tile, in pieces that begin on cache lines. Rented, not on the stack, because the stacks of an
/// accelerator's workers are of unknown size; and not a view handed to the kernel, because nothing says how many tiles
/// run at once. A worker gets the same array again each time, so that it stays in that core's cache.
/// </summary>
internal unsafe ref struct TileMemory : IDisposable
{
    private const int Line = 16;

    private readonly float[] array;
    private GCHandle pin;
    private float* next;

    /// <summary>Initializes a new instance of the <see cref="TileMemory"/> struct.</summary>
    /// <param name="length">Floats of all pieces together.</param>
    /// <param name="pieces">Number of pieces.</param>
    public TileMemory(int length, int pieces)
    {
        array = ArrayPool<float>.Shared.Rent(length + ((pieces + 1) * Line));
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        next = (float*)(((nuint)pin.AddrOfPinnedObject() + 63) & ~(nuint)63);
    }

    /// <summary>Takes the next piece; what stands in it is arbitrary.</summary>
    public float* Take(int floats)
    {
        float* piece = next;
        next += (floats + Line - 1) / Line * Line;
        return piece;
    }

    /// <summary>Takes a piece that holds some channels' bias, zero where there is none.</summary>
    public float* TakeBias(float* bias, int first, int end, int channels)
    {
        float* piece = Take(channels);
        new Span<float>(piece, channels).Clear();
        if (bias != null)
        {
            new ReadOnlySpan<float>(bias + first, end - first).CopyTo(new Span<float>(piece, channels));
        }

        return piece;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pin.Free();
        ArrayPool<float>.Shared.Return(array);
    }
}
