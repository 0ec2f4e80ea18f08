using System.Security.Cryptography;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
internal static class FileHash
{
    internal static string Compute(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1024 * 1024);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    internal static string Compute(IWeightFile file, string tensor)
    {
        using Stream stream = file.OpenRead(tensor);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
