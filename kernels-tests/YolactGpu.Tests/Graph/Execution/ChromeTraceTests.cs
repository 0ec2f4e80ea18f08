using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Execution;

public sealed class ChromeTraceTests
{
    [Test]
    public void Has_one_complete_event_for_each_step()
    {
        NetworkGraph graph = RandomNetwork.Build(seed: 1);
        StepTime[] times =
        [
            .. graph.Nodes.Select((node, i) => new StepTime(
                new PlanStep(node, $"kernel {i}", "", _ => { }), TimeSpan.FromMicroseconds(10 * i), TimeSpan.FromMicroseconds(7))),
        ];

        using JsonDocument trace = Write(times);

        JsonElement[] events = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(events, "name"), Is.EqualTo(graph.Nodes.Select(node => node.Name)));
            Assert.That(Texts(events, "cat"), Is.EqualTo(graph.Nodes.Select(node => node.Op.Name)));
            Assert.That(Texts(events, "ph"), Is.All.EqualTo("X"));
            Assert.That(Numbers(events, "ts"), Is.EqualTo(Enumerable.Range(0, times.Length).Select(i => 10.0 * i)));
            Assert.That(Numbers(events, "dur"), Is.All.EqualTo(7.0));
            Assert.That(
                events.Select(entry => entry.GetProperty("args").GetProperty("kernel").GetString()),
                Is.EqualTo(times.Select(time => time.Step.Kernel)));
        }
    }

    [Test]
    public void Names_that_need_it_are_escaped()
    {
        GraphBuilder builder = new();
        Value x = builder.Input("x", TensorType.Float32(2));
        builder.Add("a \"quoted\"\\name", new YolactGpu.Graph.Ops.AddOp(), x, x);
        PlanStep step = new(builder.Build().Nodes[0], "Add", "", _ => { });

        using JsonDocument trace = Write([new StepTime(step, TimeSpan.Zero, TimeSpan.Zero)]);

        Assert.That(
            trace.RootElement.GetProperty("traceEvents")[0].GetProperty("name").GetString(), Is.EqualTo("a \"quoted\"\\name"));
    }

    [Test]
    public void Nothing_measured_is_still_a_trace()
    {
        using JsonDocument trace = Write([]);

        Assert.That(trace.RootElement.GetProperty("traceEvents").GetArrayLength(), Is.Zero);
    }

    private static JsonDocument Write(StepTime[] times)
    {
        using MemoryStream stream = new();
        ChromeTrace.Write(times, stream);
        return JsonDocument.Parse(stream.ToArray());
    }

    private static IEnumerable<string?> Texts(JsonElement[] events, string name) =>
        events.Select(entry => entry.GetProperty(name).GetString());

    private static IEnumerable<double> Numbers(JsonElement[] events, string name) =>
        events.Select(entry => entry.GetProperty(name).GetDouble());
}
