using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>
/// The shared memory of one group at a time. The n-th allocation of every lane is the same piece, as on a GPU, where
/// pieces are numbered by their place in the source.
/// </summary>
internal sealed unsafe class GroupMemory(CPUAccelerator accelerator, bool isStrict) : IDisposable
{
    /// <summary>The most static shared memory that a GPU takes: 48 KiB.</summary>
    private const long StaticLimit = 48 * 1024;

    private readonly List<DeviceMemory> pieces = [];
    private readonly List<long> lengths = [];
    private DeviceMemory? dynamicPiece;
    private long dynamicLength;
    private int dynamicElementSize;

    public void BeginGroup(SharedMemoryConfig config)
    {
        lengths.Clear();
        long dynamicBytes = config.ArraySize;
        dynamicLength = dynamicBytes;
        dynamicElementSize = config.ElementSize;
        if (dynamicBytes > 0 && (dynamicPiece is null || dynamicPiece.Length != dynamicBytes))
        {
            dynamicPiece?.Dispose();
            dynamicPiece = NewPiece(dynamicBytes, "dynamic shared memory");
        }
        else if (isStrict && dynamicPiece is not null)
        {
            DeviceMemory.PoisonBytes(dynamicPiece.Start, dynamicPiece.Length);
        }
    }

    public ArrayView<T> Allocate<T>(Lane lane, long extent)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extent);
        int number = lane.SharedAllocations++;
        long length = checked(extent * sizeof(T));
        if (number == lengths.Count)
        {
            Add(number, length);
        }
        else if (lengths[number] != length)
        {
            throw new InvalidOperationException(
                $"Shared allocation {number} has {length} bytes in thread {lane.ThreadNumber}; " +
                $"another thread of its group asked for {lengths[number]}.");
        }

        return new ArrayView<T>(pieces[number].Guard, pieces[number].Start, extent);
    }

    public ArrayView<T> Dynamic<T>()
        where T : unmanaged
    {
        if (dynamicLength == 0)
        {
            return ArrayView<T>.Empty;
        }

        if (isStrict && dynamicElementSize != sizeof(T))
        {
            // The real CPU accelerator gives as many elements as were requested, whatever their size.
            throw new InvalidOperationException(
                $"Dynamic shared memory was requested in elements of {dynamicElementSize} bytes; it has another " +
                $"length on each kind of device when it is taken as {typeof(T).Name}.");
        }

        return new ArrayView<T>(dynamicPiece!.Guard, dynamicPiece.Start, dynamicLength / sizeof(T));
    }

    public void EndGroup()
    {
        if (isStrict)
        {
            pieces.ForEach(piece => piece.VerifyFences());
            dynamicPiece?.VerifyFences();
        }
    }

    public void Dispose()
    {
        pieces.ForEach(piece => piece.Dispose());
        dynamicPiece?.Dispose();
    }

    private void Add(int number, long length)
    {
        lengths.Add(length);
        if (isStrict && lengths.Sum() > StaticLimit)
        {
            throw new InvalidOperationException(
                $"A group asks for {lengths.Sum()} bytes of static shared memory; GPUs have {StaticLimit}.");
        }

        if (number == pieces.Count)
        {
            pieces.Add(NewPiece(length, $"shared memory {number}"));
        }
        else if (pieces[number].Length != length)
        {
            pieces[number].Dispose();
            pieces[number] = NewPiece(length, $"shared memory {number}");
        }
        else if (isStrict)
        {
            DeviceMemory.PoisonBytes(pieces[number].Start, length);
        }
    }

    private DeviceMemory NewPiece(long length, string what) =>
        new(length, isStrict ? new Guard(what, accelerator) : null);
}
