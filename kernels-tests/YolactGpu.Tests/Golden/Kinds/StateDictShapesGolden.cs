using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>state_dict_shapes: each configuration asks for exactly the tensors of the original's checkpoints.</summary>
internal sealed class StateDictShapesGolden : IGoldenKind
{
    public bool Takes(string file) => file == "state_dict_shapes.json";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(entry.FilePath));
        return [.. document.RootElement.EnumerateObject().Select(config =>
        {
            string name = config.Name;
            JsonElement shapes = config.Value.Clone();
            return YolactConfigs.All.Any(candidate => candidate.Name == name)
                ? new GoldenCase(name, _ => Run(YolactConfigs.Get(name), shapes))
                : new GoldenCase(name, null);
        })];
    }

    private static void Run(YolactConfig config, JsonElement golden)
    {
        ShapeRecorder recorder = new();

        YolactNetwork.Build(config, recorder, new NetworkOptions());

        Assert.That(
            recorder.Shapes.Select(pair => $"{pair.Key} {pair.Value}"),
            Is.EquivalentTo(golden.EnumerateObject().Select(tensor =>
                $"{tensor.Name} [{string.Join(", ", tensor.Value.EnumerateArray().Select(size => size.GetInt32()))}]")));
    }

    private sealed class ShapeRecorder : IWeightSource
    {
        public Dictionary<string, string> Shapes { get; } = [];

        public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape)
        {
            Shapes.Add(name, shape.ToString());
            return () => throw new InvalidOperationException($"{name} was read; shapes need no numbers.");
        }

        public void Skip(string name, TensorShape? shape) => Shapes.Add(name, shape?.ToString() ?? "[]");
    }
}
