using System.Text.Json;
using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Data.Imaging;
using YolactGpu.Kernels.Imaging;
using YolactGpu.Model.Configs;
using Rgb = YolactGpu.Kernels.Imaging.Rgb;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>preprocess: photo to network input for ResNet and Darknet configurations.</summary>
internal sealed class PreprocessGolden : IGoldenKind
{
    public bool Takes(string file) => file == "preprocess.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description =>
        new GoldenCase(description.GetProperty("prefix").GetString()!, device => Run(device, entry, description)));

    private static void Run(GoldenDevice device, GoldenEntry entry, JsonElement description)
    {
        string prefix = description.GetProperty("prefix").GetString()!;
        using GoldenTensors tensors = new(entry.FilePath);
        RgbImage image = new ImageDecoder().Decode(Path.Combine(entry.Folder, description.GetProperty("image").GetString()!));
        int size = description.GetProperty("size").GetInt32();
        PreprocessingConfig config = YolactConfigs.Get(
            description.GetProperty("config").GetString()!.Replace("_config", "", StringComparison.Ordinal)).Preprocessing;
        ImageToTensorShape shape = new(
            image.Height,
            image.Width,
            size,
            size,
            new Rgb(config.Mean[0], config.Mean[1], config.Mean[2]),
            new Rgb(1 / config.StandardDeviation[0], 1 / config.StandardDeviation[1], 1 / config.StandardDeviation[2]));
        using MemoryBuffer1D<byte, Stride1D.Dense> pixels = device.Accelerator.Allocate1D(image.Pixels.ToArray());
        using MemoryBuffer1D<float, Stride1D.Dense> tensor = device.Accelerator.Allocate1D<float>(shape.TensorLength);
        device.Kernels.Get<ImageToTensor>().Launch(device.Accelerator.DefaultStream, pixels.View, tensor.View, shape);
        float[] result = tensor.GetAsArray1D();

        int step = description.GetProperty("stored_every_nth_pixel").GetInt32();
        int stored = (size + step - 1) / step;
        float[] sampled = new float[3 * stored * stored];
        for (int c = 0; c < 3; c++)
        {
            for (int row = 0; row < stored; row++)
            {
                for (int column = 0; column < stored; column++)
                {
                    sampled[(((c * stored) + row) * stored) + column] = result[(((row * step * size) + (column * step)) * 3) + c];
                }
            }
        }

        GoldenTensors.AssertClose(sampled, tensors.Floats($"{prefix}:fast"), prefix);
        float[] means = [.. Enumerable.Range(0, 3).Select(c => result.Where((_, i) => i % 3 == c).Average())];
        Assert.That(means, Is.EqualTo(tensors.Floats($"{prefix}:stats").Take(3)).Within(1e-4));
    }
}
