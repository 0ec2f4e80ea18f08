using System.IO.Compression;
using System.Reflection;
using YolactGpu.Weights;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Ncnn;

namespace YolactGpu.WeightsConverter.Fuzzing;

/// <summary>A sound file that is to be damaged.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Bytes">What is damaged: the file, or the part of it that is.</param>
internal abstract record FuzzSample(string Name, byte[] Bytes)
{
    private const string PickleName = "data.pkl";

    /// <summary>The samples that the tool brings along: every format in its variants.</summary>
    internal static IReadOnlyList<FuzzSample> BuiltIn()
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        Assembly assembly = typeof(FuzzSample).Assembly;
        string folder = $"{typeof(FuzzSample).Namespace}.Samples.";
        IEnumerable<string> resources = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal));
        foreach (string resource in resources)
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(resource[folder.Length..], bytes);
        }

        return
        [
            new FileSample("legacy.pth", files["legacy.pth"]),
            new FileSample("zip.pth", files["zip.pth"]),
            new FileSample("deflated.pth", files["deflated.pth"]),
            new FileSample("zip64.pth", files["zip64.pth"]),
            PickleSample.Of("zip.pth, its pickle", files["zip.pth"]),
            new FileSample("plain.safetensors", files["plain.safetensors"]),
            new NcnnParamSample("network.param", files["network.param"], files["network.bin"]),
            new NcnnBinSample("network.bin", files["network.bin"], files["network.param"]),
        ];
    }

    /// <summary>A file of any format.</summary>
    internal static FuzzSample FromFile(string path) => new FileSample(path, File.ReadAllBytes(path));

    /// <summary>Opens a file with other bytes in place of <see cref="Bytes"/>.</summary>
    /// <exception cref="WeightsException">The damage was noticed.</exception>
    internal abstract IWeightFile Open(byte[] damaged);

    private sealed record FileSample(string Name, byte[] Bytes) : FuzzSample(Name, Bytes)
    {
        internal override IWeightFile Open(byte[] damaged) => WeightFile.Open(damaged, Name);
    }

    /// <summary>
    /// A zip whose pickle alone is damaged and has the right checksum, which would hide it from the unpickler
    /// otherwise.
    /// </summary>
    private sealed record PickleSample(string Name, byte[] Bytes, IReadOnlyList<(string Name, byte[] Bytes)> Entries)
        : FuzzSample(Name, Bytes)
    {
        internal static PickleSample Of(string name, byte[] zip)
        {
            using ZipArchive source = new(new MemoryStream(zip));
            List<(string Name, byte[] Bytes)> entries = [];
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using MemoryStream content = new();
                using Stream stored = entry.Open();
                stored.CopyTo(content);
                entries.Add((entry.FullName, content.ToArray()));
            }

            return new PickleSample(name, entries.Single(entry => IsPickle(entry.Name)).Bytes, entries);
        }

        internal override IWeightFile Open(byte[] damaged)
        {
            using MemoryStream rewritten = new();
            using (ZipArchive target = new(rewritten, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach ((string name, byte[] bytes) in Entries)
                {
                    using Stream copy = target.CreateEntry(name, CompressionLevel.NoCompression).Open();
                    copy.Write(IsPickle(name) ? damaged : bytes);
                }
            }

            return WeightFile.Open(rewritten.ToArray(), Name);
        }

        private static bool IsPickle(string entry) => entry.EndsWith($"/{PickleName}", StringComparison.Ordinal);
    }

    private sealed record NcnnParamSample(string Name, byte[] Bytes, byte[] Bin) : FuzzSample(Name, Bytes)
    {
        internal override IWeightFile Open(byte[] damaged) =>
            NcnnReader.Read(new MemoryByteSource(Name, damaged), new MemoryByteSource(Name, Bin));
    }

    private sealed record NcnnBinSample(string Name, byte[] Bytes, byte[] Param) : FuzzSample(Name, Bytes)
    {
        internal override IWeightFile Open(byte[] damaged) =>
            NcnnReader.Read(new MemoryByteSource(Name, Param), new MemoryByteSource(Name, damaged));
    }
}
