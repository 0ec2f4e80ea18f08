using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace YolactGpu.Weights.Torch;

/// <summary>
/// A strided view of a storage, given out row-major and without gaps. Element (i, j, ..) is at
/// Offset + i * Strides[0] + j * Strides[1] + ..; the view has been checked to lie inside its storage.
/// </summary>
internal sealed record TorchView(TorchStorage Storage, WeightTensorInfo Info, long Offset, long[] Strides)
{
    /// <summary>The bytes that must be in memory to give the view out; 0 where they are given as they lie.</summary>
    internal long SizeToHold
    {
        get
        {
            bool isAsItLies = IsContiguous() && !(Storage.IsBigEndian && Info.DataType.SizeInBytes() > 1);
            return isAsItLies || Info.ElementCount == 0 ? 0 : TouchedElements() * Info.DataType.SizeInBytes();
        }
    }

    internal Stream OpenRead()
    {
        int elementSize = Info.DataType.SizeInBytes();
        if (SizeToHold == 0)
        {
            return Info.ElementCount == 0 ? Stream.Null : Storage.OpenRead(Offset * elementSize, Info.SizeInBytes);
        }

        byte[] touched = new byte[SizeToHold];
        using (Stream stream = Storage.OpenRead(Offset * elementSize, touched.Length))
        {
            stream.ReadExactly(touched);
        }

        if (Storage.IsBigEndian)
        {
            ReverseElements(touched, elementSize);
        }

        return new MemoryStream(IsContiguous() ? touched : Gather(touched, elementSize), writable: false);
    }

    private static void ReverseElements(Span<byte> bytes, int elementSize)
    {
        switch (elementSize)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    /// <summary>The elements of the storage from the first to the last that the view shows.</summary>
    private long TouchedElements()
    {
        long count = 1;
        for (int axis = 0; axis < Strides.Length; axis++)
        {
            count += (Info.Shape[axis] - 1) * Strides[axis];
        }

        return count;
    }

    /// <summary>True where the elements lie row-major without gaps; axes of size 1 may have any stride.</summary>
    private bool IsContiguous()
    {
        long expected = 1;
        for (int axis = Strides.Length - 1; axis >= 0; axis--)
        {
            if (Info.Shape[axis] != 1 && Strides[axis] != expected)
            {
                return false;
            }

            expected *= Info.Shape[axis];
        }

        return true;
    }

    private byte[] Gather(byte[] touched, int elementSize)
    {
        byte[] gathered = new byte[Info.SizeInBytes];
        switch (elementSize)
        {
            case 1:
                GatherElements<byte>(touched, gathered);
                break;
            case 2:
                GatherElements<ushort>(touched, gathered);
                break;
            case 4:
                GatherElements<uint>(touched, gathered);
                break;
            case 8:
                GatherElements<ulong>(touched, gathered);
                break;
        }

        return gathered;
    }

    private void GatherElements<T>(ReadOnlySpan<byte> touchedBytes, Span<byte> gatheredBytes)
        where T : unmanaged
    {
        ReadOnlySpan<T> touched = MemoryMarshal.Cast<byte, T>(touchedBytes);
        Span<T> gathered = MemoryMarshal.Cast<byte, T>(gatheredBytes);

        // An odometer over all axes: the last turns fastest, and a full turn goes back to 0 and moves the next.
        long[] indices = new long[Strides.Length];
        long source = 0;
        for (int target = 0; target < gathered.Length; target++)
        {
            gathered[target] = touched[(int)source];
            for (int axis = indices.Length - 1; axis >= 0; axis--)
            {
                source += Strides[axis];
                if (++indices[axis] < Info.Shape[axis])
                {
                    break;
                }

                source -= indices[axis] * Strides[axis];
                indices[axis] = 0;
            }
        }
    }
}
