using System.Runtime.CompilerServices;
using ILGPU;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Kernels.Convolution.Tiled.TensorCores;

namespace YolactGpu.Tests.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// The instructions of a tensor core as NVIDIA's PTX ISA describes them ("Warp Level Matrix Instructions"), in plain code for any
/// device: threads hand each other their operands through shared memory. It knows nothing of the kernel's own layout, so that a wrong
/// address or lane there gives wrong sums here.
/// </summary>
internal struct EmulatedMatrixUnit : IMatrixUnit
{
    /// <summary>Words of shared memory that each thread needs for its operands.</summary>
    public const int WordsPerThread = 6;

    public ArrayView<uint> Shared;
    public ArrayView<uint> Exchange;
    public int IsHalf;

    public readonly Words4 Round(Float4 low, Float4 high)
    {
        Words4 words = default;
        if (IsHalf != 0)
        {
            words.X = HalfBits.Encode(low.X) | (HalfBits.Encode(low.Y) << 16);
            words.Y = HalfBits.Encode(low.Z) | (HalfBits.Encode(low.W) << 16);
            words.Z = HalfBits.Encode(high.X) | (HalfBits.Encode(high.Y) << 16);
            words.W = HalfBits.Encode(high.Z) | (HalfBits.Encode(high.W) << 16);
        }
        else
        {
            words.X = RoundToTensorFloat(low.X);
            words.Y = RoundToTensorFloat(low.Y);
            words.Z = RoundToTensorFloat(low.Z);
            words.W = RoundToTensorFloat(low.W);
        }

        return words;
    }

    public readonly uint Pack(float low, float high) => HalfBits.Encode(low) | (HalfBits.Encode(high) << 16);

    public readonly Float2 Unpack(uint halves) =>
        new() { X = HalfBits.Decode(halves & 0xFFFF), Y = HalfBits.Decode(halves >> 16) };

    /// <summary>Matrix m: its row r begins where thread 8·m + r says; thread i gets word i mod 4 of row i / 4.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly Words4 Load(uint address)
    {
        int warp = Group.IdxX & ~31;
        int lane = Group.IdxX & 31;
        Exchange[Group.IdxX] = address;
        Group.Barrier();
        Words4 words = default;
        words.X = Shared[(int)(Exchange[warp + (lane >> 2)] >> 2) + (lane & 3)];
        words.Y = Shared[(int)(Exchange[warp + 8 + (lane >> 2)] >> 2) + (lane & 3)];
        words.Z = Shared[(int)(Exchange[warp + 16 + (lane >> 2)] >> 2) + (lane & 3)];
        words.W = Shared[(int)(Exchange[warp + 24 + (lane >> 2)] >> 2) + (lane & 3)];
        Group.Barrier();
        return words;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void Multiply(ref Sums16x8 sums, Words4 pixels, uint channelsLow, uint channelsHigh)
    {
        int lane = Group.IdxX & 31;
        int own = Group.IdxX * WordsPerThread;
        Exchange[own] = pixels.X;
        Exchange[own + 1] = pixels.Y;
        Exchange[own + 2] = pixels.Z;
        Exchange[own + 3] = pixels.W;
        Exchange[own + 4] = channelsLow;
        Exchange[own + 5] = channelsHigh;
        Group.Barrier();
        int row = lane >> 2;
        int column = (lane & 3) * 2;
        sums.Top0 += Dot(row, column);
        sums.Top1 += Dot(row, column + 1);
        sums.Bottom0 += Dot(row + 8, column);
        sums.Bottom1 += Dot(row + 8, column + 1);
        Group.Barrier();
    }

    // Words 0 to 3 of a row are in the first registers, 4 to 7 in the others; rows from 8 on have registers of their own.
    private readonly float Dot(int row, int column)
    {
        int warp = (Group.IdxX & ~31) * WordsPerThread;
        float sum = 0;
        for (int word = 0; word < 8; word++)
        {
            uint a = Exchange[warp + ((((row & 7) * 4) + (word & 3)) * WordsPerThread) + ((word >> 2) * 2) + (row >> 3)];
            uint b = Exchange[warp + (((column * 4) + (word & 3)) * WordsPerThread) + 4 + (word >> 2)];
            if (IsHalf != 0)
            {
                sum += HalfBits.Decode(a & 0xFFFF) * HalfBits.Decode(b & 0xFFFF);
                sum += HalfBits.Decode(a >> 16) * HalfBits.Decode(b >> 16);
            }
            else
            {
                sum += Interop.IntAsFloat(a) * Interop.IntAsFloat(b);
            }
        }

        return sum;
    }

    private static uint RoundToTensorFloat(float value) => (Interop.FloatAsInt(value) + 0x1000u) & ~0x1FFFu;
}
