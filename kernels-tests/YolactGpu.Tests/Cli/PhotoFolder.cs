using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;
using YolactGpu.Tests.Data;
using YolactGpu.Tests.Library;

namespace YolactGpu.Tests.Cli;

/// <summary>A folder with photos, weights of a tiny network, and a place for results.</summary>
internal sealed class PhotoFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    internal PhotoFolder(YolactConfig? config = null)
    {
        TinyCheckpoint checkpoint = new(config ?? TinyNetwork.Config);

        // Without the formula's head start of the background every photo has instances.
        float[] bias = checkpoint.Tensors["prediction_layers.0.conf_layer.bias"].Data;
        for (int i = 0; i < bias.Length; i += TinyNetwork.Config.ClassCount)
        {
            bias[i] -= 3;
        }

        checkpoint.Metadata["class_names"] = "cat\ndog\nbird";
        checkpoint.WriteSafetensors(Weights);
    }

    internal string Location => folder.Location;

    internal string Weights => PathOf("tiny.safetensors");

    internal string Results => PathOf("results");

    /// <summary>Gets the names of the result files, without those of temporary ones hidden.</summary>
    internal string[] ResultNames => Directory.Exists(Results)
        ? [.. Directory.GetFileSystemEntries(Results).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => folder.Dispose();

    internal string PathOf(string name) => folder.PathOf(name);

    /// <summary>Writes a photo and gives its path.</summary>
    internal string AddPhoto(string name, int width = 40, int height = 30, int seed = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        PngFile.Write(PathOf(name), TinyNetwork.Image(width, height, seed));
        return PathOf(name);
    }

    /// <summary>Writes a file of bytes and gives its path.</summary>
    internal string AddFile(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Runs detect in this process on inputs, with the tiny weights, on the CPU.</summary>
    internal CommandLineRun Detect(params string[] inputsAndOptions) =>
        CommandLineRun.InProcess(["detect", .. inputsAndOptions, "--weights", Weights, "--device", "cpu", "--output", Results]);
}
