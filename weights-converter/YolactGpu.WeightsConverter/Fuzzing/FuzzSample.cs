using System.IO.Compression;
using System.Reflection;
using YolactGpu.Weights;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Ncnn;

namespace YolactGpu.WeightsConverter.Fuzzing;

/// <summary>A sound file that is to be damaged.</summary>
internal abstract record FuzzSample(string Name)
{
    private const string PickleName = "data.pkl";

    /// <summary>The samples that the tool brings along: every format in its variants.</summary>
    internal static IReadOnlyList<FuzzSample> BuiltIn()
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        Assembly assembly = typeof(FuzzSample).Assembly;
        string folder = $"{typeof(FuzzSample).Namespace}.Samples.";
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
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
            new PickleSample("zip.pth, its pickle", files["zip.pth"]),
            new FileSample("plain.safetensors", files["plain.safetensors"]),
            new NcnnSample("network.param", files["network.param"], files["network.bin"], DamagesBin: false),
            new NcnnSample("network.bin", files["network.param"], files["network.bin"], DamagesBin: true),
        ];
    }

    /// <summary>A file of any format.</summary>
    internal static FuzzSample FromFile(string path) => new FileSample(path, File.ReadAllBytes(path));

    /// <summary>Opens a damaged copy.</summary>
    /// <exception cref="WeightsException">The damage was noticed.</exception>
    internal abstract IWeightFile Open(Mutation mutation);

    private sealed record FileSample(string Name, byte[] Bytes) : FuzzSample(Name)
    {
        internal override IWeightFile Open(Mutation mutation) => WeightFile.Open(mutation.Apply(Bytes), Name);
    }

    /// <summary>A zip whose pickle alone is damaged and has the right checksum, which would hide it from the unpickler otherwise.</summary>
    private sealed record PickleSample(string Name, byte[] Bytes) : FuzzSample(Name)
    {
        internal override IWeightFile Open(Mutation mutation)
        {
            using MemoryStream rewritten = new();
            using (ZipArchive source = new(new MemoryStream(Bytes)))
            using (ZipArchive target = new(rewritten, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (ZipArchiveEntry entry in source.Entries)
                {
                    using MemoryStream content = new();
                    using (Stream stored = entry.Open())
                    {
                        stored.CopyTo(content);
                    }

                    byte[] bytes = content.ToArray();
                    bool isPickle = entry.Name == PickleName;
                    using Stream copy = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                    copy.Write(isPickle ? mutation.Apply(bytes) : bytes);
                }
            }

            return WeightFile.Open(rewritten.ToArray(), Name);
        }
    }

    private sealed record NcnnSample(string Name, byte[] Param, byte[] Bin, bool DamagesBin) : FuzzSample(Name)
    {
        internal override IWeightFile Open(Mutation mutation) => NcnnReader.Read(
            new MemoryByteSource(Name, DamagesBin ? Param : mutation.Apply(Param)),
            new MemoryByteSource(Name, DamagesBin ? mutation.Apply(Bin) : Bin));
    }
}
