using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Benchmarking;
using YolactGpu.Kernels.Devices;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Library;

/// <summary>What a benchmark says: its keys are what scripts read.</summary>
public sealed class BenchmarkTests
{
    private static readonly string[] Keys =
    [
        "device", "config", "input_width", "input_height", "batch", "precision", "launches", "network_ms", "end_to_end_ms", "images_per_second",
        "gflop", "gflops", "arena_bytes", "arena_lower_bound_bytes", "weights_bytes", "managed_bytes_per_image", "cold_start_ms", "stages",
    ];

    private static readonly BenchmarkOptions Options = new()
    {
        Config = TinyNetwork.Config, Device = DeviceRequest.Parse("cpu"), TuningCache = "off", Batch = 2, Repeat = 2, Warmup = 1,
    };

    [Test]
    public void Its_json_has_all_keys()
    {
        BenchmarkResult result = YolactBenchmark.Run(Options);
        JsonElement json = JsonDocument.Parse(result.ToJson()).RootElement;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(NamesOf(json), Is.EqualTo(Keys));
            Assert.That(NamesOf(json.GetProperty("network_ms")), Is.EqualTo((string[])["min", "median", "p95"]));
            Assert.That(NamesOf(json.GetProperty("end_to_end_ms")), Is.EqualTo((string[])["min", "median", "p95"]));
            Assert.That(NamesOf(json.GetProperty("stages")), Is.EqualTo((string[])["preprocess", "network", "detect", "masks"]));
            Assert.That(json.GetProperty("batch").GetInt32(), Is.EqualTo(2));
            Assert.That(json.GetProperty("config").GetString(), Is.EqualTo("tiny"));
            foreach (string key in Keys.Except(["device", "config", "batch", "precision", "launches", "network_ms", "end_to_end_ms", "stages"]))
            {
                Assert.That(json.GetProperty(key).GetDouble(), Is.Positive, key);
            }
        }
    }

    [Test]
    public void Explained_it_lists_every_launch_with_its_kernel()
    {
        BenchmarkResult result = YolactBenchmark.Run(Options with { Batch = 1, Explain = true });
        JsonElement layers = JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("layers");

        Assert.That(layers.GetArrayLength(), Is.GreaterThan(30));
        Assert.That(
            NamesOf(layers[0]), Is.EqualTo((string[])["node", "kernel", "reason", "output", "ms", "gflops", "gigabytes_per_second"]));
        Assert.That(layers.EnumerateArray().Select(layer => layer.GetProperty("kernel").GetString()), Is.All.Not.Empty);
    }

    [Test]
    public void Its_device_tells_a_stand_in() => Assert.That(
        YolactBenchmark.Run(Options).Device, Packages.IlgpuIsStandIn ? Does.Contain("stand-in") : Does.Not.Contain("stand-in"));

    private static string[] NamesOf(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
