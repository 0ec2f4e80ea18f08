using System.Security.Cryptography;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
internal static class FileHash
{
    private const int ChunkSize = 1024 * 1024;

    internal static string Compute(string path, ProgressLine progress)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[ChunkSize];
        for (int count = stream.Read(chunk); count > 0; count = stream.Read(chunk))
        {
            hash.AppendData(chunk, 0, count);
            progress.Add(count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static string Compute(IWeightFile file, string tensor)
    {
        using Stream stream = file.OpenRead(tensor);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
