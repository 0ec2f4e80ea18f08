using System.Buffers.Binary;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Ncnn;
using YolactGpu.Weights.Safetensors;
using YolactGpu.Weights.Torch;

namespace YolactGpu.Weights;

/// <summary>Opens weights files. The format is recognised by the content, never by the file's name.</summary>
public static class WeightFile
{
    private const string Expected = "expected safetensors, a PyTorch zip, a PyTorch legacy stream or an ncnn .param";
    private const int PreviewLength = 16;

    /// <summary>
    /// Opens a file. Its tensors are listed at once and read when asked for. An ncnn network is opened by its .param.
    /// </summary>
    /// <exception cref="WeightsException">
    /// The file is not there, is not a weights file, is damaged, or asks for anything but data.
    /// </exception>
    public static IWeightFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(FileByteSource.Open(path));
    }

    /// <summary>Opens what a seekable stream holds from its present position on.</summary>
    /// <param name="stream">The stream; it must stay open, and untouched, as long as the weights are read.</param>
    /// <param name="name">The name used in messages.</param>
    /// <param name="leaveOpen">False to close the stream together with the weights.</param>
    public static IWeightFile Open(Stream stream, string name, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!stream.CanSeek || !stream.CanRead)
        {
            throw new ArgumentException("stream cannot be read at positions; it must be seekable.", nameof(stream));
        }

        return Open(new StreamByteSource(stream, name, leaveOpen));
    }

    /// <summary>Opens a file that is in memory. The bytes must not change as long as the weights are read.</summary>
    public static IWeightFile Open(ReadOnlyMemory<byte> bytes, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Open(new MemoryByteSource(name, bytes));
    }

    /// <summary>
    /// Gives tensors of an open file under other names, or made from them, as a file of their own. The origin stays the
    /// caller's and must stay open as long as the tensors are read.
    /// </summary>
    /// <param name="origin">The file whose path and format the result has.</param>
    /// <param name="tensors">The tensors; their names must differ.</param>
    /// <param name="metadata">Texts stored beside them.</param>
    /// <exception cref="WeightsException">Two tensors have one name.</exception>
    public static IWeightFile Derive(
        IWeightFile origin,
        IEnumerable<WeightTensor> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        return new OpenedWeightFile(origin.Path, null, origin.Format, tensors, metadata, origin.SkippedEntries);
    }

    private static OpenedWeightFile Open(ByteSource source)
    {
        bool opened = false;
        try
        {
            OpenedWeightFile file = Recognise(source);
            opened = true;
            return file;
        }
        finally
        {
            if (!opened)
            {
                source.Dispose();
            }
        }
    }

    private static OpenedWeightFile Recognise(ByteSource source)
    {
        byte[] start = source.Read(0, (int)Math.Min(source.Length, 512));
        if (start.Length == 0)
        {
            throw source.Error($"is not a weights file: it is empty; {Expected}");
        }

        if (TorchZipReader.Recognises(start))
        {
            return TorchZipReader.Read(source);
        }

        if (TorchLegacyReader.Recognises(start))
        {
            return TorchLegacyReader.Read(source);
        }

        if (SafetensorsReader.Recognises(start))
        {
            return SafetensorsReader.Read(source);
        }

        if (NcnnReader.Recognises(start))
        {
            return NcnnReader.Read(source);
        }

        throw source.Error($"is not a weights file: {DescribeStart(start, source.Length)}; {Expected}");
    }

    private static string DescribeStart(ReadOnlySpan<byte> start, long length)
    {
        string preview = Quoted.Bytes(start[..Math.Min(start.Length, PreviewLength)]);
        if (start.Length >= 262 && start[257..262].SequenceEqual("ustar"u8))
        {
            return "it is a tar, which PyTorch wrote before 0.1.10; load and save it with a newer PyTorch";
        }

        if (start.Length >= 2 && start[0] == 0x80 && start[1] <= 5)
        {
            return $"it starts with {preview}, a pickle without PyTorch's magic number";
        }

        if (start.Length >= 9 && BinaryPrimitives.ReadUInt64LittleEndian(start) < (ulong)length)
        {
            return $"it starts with {preview}, without the '{{' of a safetensors header at byte 8";
        }

        return $"it starts with {preview}";
    }
}
