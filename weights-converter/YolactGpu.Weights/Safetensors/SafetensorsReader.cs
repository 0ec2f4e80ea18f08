using System.Buffers.Binary;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Safetensors;

/// <summary>
/// Reads safetensors: the header's length in 8 bytes, little-endian; the header, a JSON object; the data, where each
/// tensor lies at its own offsets, and the tensors together cover every byte once.
/// </summary>
internal static class SafetensorsReader
{
    private const int LengthSize = sizeof(ulong);
    private const long MaxHeaderLength = 100_000_000;

    internal static bool Recognises(ReadOnlySpan<byte> start) => start.Length > LengthSize && start[LengthSize] == '{';

    internal static OpenedWeightFile Read(ByteSource source)
    {
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(source.Read(0, LengthSize));
        if (headerLength > MaxHeaderLength)
        {
            throw source.Error(
                $"its safetensors header says it has {headerLength} bytes; it must have at most {MaxHeaderLength}",
                offset: 0);
        }

        if ((long)headerLength > source.Length - LengthSize)
        {
            throw source.Error(
                $"its safetensors header says it has {headerLength} bytes; the file ends after "
                + $"{source.Length - LengthSize} of them",
                offset: 0);
        }

        byte[] json = source.Read(LengthSize, (int)headerLength);
        long dataStart = LengthSize + json.Length;
        SafetensorsHeader header = SafetensorsHeader.Parse(json, source, LengthSize);
        CheckCoverage(header, source, source.Length - dataStart);
        List<WeightTensor> tensors = [];
        foreach (SafetensorsRange range in header.Tensors)
        {
            long offset = dataStart + range.Begin;
            long size = range.End - range.Begin;
            tensors.Add(new WeightTensor(range.Info, () => source.OpenRead(offset, size)));
        }

        return new OpenedWeightFile(source.Name, source, WeightFormat.Safetensors, tensors, header.Metadata, []);
    }

    private static void CheckCoverage(SafetensorsHeader header, ByteSource source, long dataLength)
    {
        long covered = 0;
        foreach (SafetensorsRange range in header.Tensors.OrderBy(range => range.Begin).ThenBy(range => range.End))
        {
            if (range.Begin != covered)
            {
                string fault = range.Begin < covered ? "overlaps another tensor" : "leaves a hole";
                throw source.Error(
                    $"its data begins at {range.Begin}, which {fault}; it must begin at {covered}",
                    range.Info.Name);
            }

            if (range.End > dataLength)
            {
                throw source.Error(
                    $"its data ends at {range.End}; the file holds {dataLength} bytes of data",
                    range.Info.Name);
            }

            covered = range.End;
        }

        if (covered != dataLength)
        {
            throw source.Error($"its tensors cover {covered} bytes of data; they must cover all {dataLength}");
        }
    }
}
