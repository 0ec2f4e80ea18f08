using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Graph.Planning;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Planning;

public sealed class ArenaPlannerTests
{
    private static readonly ActivationOp Relu = new(Activation.Relu);

    [Test]
    public void Values_that_live_at_the_same_time_never_share_memory([Range(1, 20)] int seed) =>
        AssertDisjoint(RandomNetwork.Build(seed, layerCount: 10 + (3 * seed)));

    [Test]
    public void Nothing_is_larger_than_needed([Range(1, 20)] int seed)
    {
        MemoryPlan plan = ArenaPlanner.Plan(RandomNetwork.Build(seed, layerCount: 40));

        Assert.That(plan.SizeInBytes, Is.InRange(plan.LowerBoundInBytes, plan.UnsharedSizeInBytes));
        Assert.That(plan.Blocks.Select(block => block.Offset % ArenaPlanner.Alignment), Is.All.Zero);
    }

    [Test]
    public void The_lower_bound_is_the_most_that_is_alive_at_one_step()
    {
        GraphBuilder graph = new();
        Value x = graph.Input("x", TensorType.Float32(64));
        Value a = graph.Add("a", Relu, x);
        Value b = graph.Add("b", new MultiplyOp(), a, x);
        graph.Output("y", graph.Add("c", Relu, b));

        MemoryPlan plan = ArenaPlanner.Plan(graph.Build());

        // x, a and b while b is written: three blocks of 256 bytes; c then takes the place of x or a.
        Assert.That(plan.LowerBoundInBytes, Is.EqualTo(3 * 256));
        Assert.That(plan.SizeInBytes, Is.EqualTo(3 * 256));
        Assert.That(plan.UnsharedSizeInBytes, Is.EqualTo(4 * 256));
    }

    [Test]
    public void A_sum_is_written_over_an_addend_that_nothing_else_needs()
    {
        GraphBuilder graph = new();
        Value x = graph.Input("x", TensorType.Float32(1, 2, 2, 4));
        Value a = graph.Add("a", Relu, x);
        Value b = graph.Add("b", new ReshapeOp(new TensorShape(1, 2, 2, 4)), graph.Add("b'", Relu, x));
        Value c = graph.Add("c", new Convolution2DOp(1, 0, 1, Activation.Relu, HasBias: true, HasResidual: true), a, Weight(4, 4, 1, 1), Weight(4), b);
        Value d = graph.Add("d", new AddOp(), a, c);
        Value e = graph.Add("e", new AddOp(), d, d);
        graph.Output("y", graph.Add("end", Relu, e));
        NetworkGraph built = graph.Build();

        MemoryPlan plan = ArenaPlanner.Plan(built);

        Assert.That(plan.PlaceOf(c), Is.EqualTo(plan.PlaceOf(b)), "b is a view, and read by c alone");
        Assert.That(plan.PlaceOf(d), Is.EqualTo(plan.PlaceOf(a)), "the first that is free");
        Assert.That(plan.PlaceOf(d).LastStep, Is.EqualTo(5));
        Assert.That(plan.PlaceOf(e).Offset, Is.Not.EqualTo(plan.PlaceOf(d).Offset), "d is both addends");
        AssertDisjoint(built);
    }

    [Test]
    public void A_sum_is_not_written_over_what_is_still_needed()
    {
        GraphBuilder graph = new();
        Value x = graph.Input("x", TensorType.Float32(1, 2, 2, 4));
        Value kept = graph.Add("kept", Relu, x);
        Value read = graph.Add("read", Relu, x);
        Convolution2DOp convolution = new(1, 0, 1, Activation.None, HasBias: false, HasResidual: true);
        Value ofInput = graph.Add("of input", convolution, kept, Weight(4, 4, 1, 1), x);
        Value ofKept = graph.Add("of kept", convolution, ofInput, Weight(4, 4, 1, 1), kept);
        Value ofItself = graph.Add("of itself", convolution, read, Weight(4, 4, 1, 1), read);
        graph.Output("y", graph.Add("sum", new MultiplyOp(), ofKept, ofItself));
        graph.Output("kept", kept);

        MemoryPlan plan = ArenaPlanner.Plan(graph.Build());

        Assert.That(plan.PlaceOf(ofInput), Is.Not.EqualTo(plan.PlaceOf(x)), "the next run may read the input again");
        Assert.That(plan.PlaceOf(ofKept), Is.Not.EqualTo(plan.PlaceOf(kept)), "an output");
        Assert.That(plan.PlaceOf(ofItself), Is.Not.EqualTo(plan.PlaceOf(read)), "other pixels' sums read it");
    }

    [Test]
    public void Views_share_the_memory_of_what_they_show()
    {
        GraphBuilder graph = new();
        Value x = graph.Input("x", TensorType.Float32(4, 6));
        Value y = graph.Add("y", Relu, x);
        Value view = graph.Add("view", new ReshapeOp(new TensorShape(24)), y);
        Value viewOfView = graph.Add("view2", new ReshapeOp(new TensorShape(2, 12)), view);
        Value other = graph.Add("other", Relu, y);
        graph.Output("end", graph.Add("end", Relu, other));
        graph.Output("view", viewOfView);

        MemoryPlan plan = ArenaPlanner.Plan(graph.Build());

        Assert.That(plan.PlaceOf(view), Is.EqualTo(plan.PlaceOf(y)));
        Assert.That(plan.PlaceOf(viewOfView), Is.EqualTo(plan.PlaceOf(y)));
        Assert.That(plan.PlaceOf(y).LastStep, Is.EqualTo(5), "as long as the view, which is an output");
    }

    [Test]
    public void An_input_that_is_used_late_survives_until_then()
    {
        GraphBuilder graph = new();
        Value early = graph.Input("early", TensorType.Float32(100));
        Value late = graph.Input("late", TensorType.Float32(100));
        Value y = early;
        for (int i = 0; i < 6; i++)
        {
            y = graph.Add($"relu{i}", Relu, y);
        }

        graph.Output("y", graph.Add("sum", new AddOp(), y, late));
        NetworkGraph built = graph.Build();

        Assert.That(ArenaPlanner.Plan(built).PlaceOf(late).LastStep, Is.EqualTo(6));
        AssertDisjoint(built);
    }

    [Test]
    public void What_is_computed_once_outlives_every_run()
    {
        GraphBuilder graph = new();
        Value x = graph.Input("x", TensorType.Float32(2, 4));
        Value table = GraphBuilder.Constant("table", new TensorShape(2, 2), new float[4]);
        Value priors = graph.Add("priors", new PriorBoxOp([new PyramidLevel(1, 1)]), table);
        graph.Output("y", graph.Add("sum", new AddOp(), graph.Add("relu", Relu, x), priors));
        graph.Output("z", graph.Add("last", Relu, x));

        ArenaBlock place = ArenaPlanner.Plan(graph.Build()).PlaceOf(priors);

        Assert.That((place.FirstStep, place.LastStep), Is.EqualTo((-1, 4)));
    }

    [Test]
    public void Yolact_at_550_takes_at_most_a_fifth_more_than_it_must([Values] bool detect, [Values] bool optimized)
    {
        NetworkGraph graph = YolactNetwork.Build(
            YolactConfigs.ResNet50, new ZeroWeights(), new NetworkOptions { Detect = detect });
        graph = optimized ? GraphPass.ApplyAll(graph, [.. GraphPass.Inference]) : graph;

        MemoryPlan plan = ArenaPlanner.Plan(graph);

        TestContext.Out.WriteLine(
            $"{plan.SizeInBytes:N0} bytes; at least {plan.LowerBoundInBytes:N0}; without sharing {plan.UnsharedSizeInBytes:N0}");
        Assert.That(plan.SizeInBytes, Is.InRange(plan.LowerBoundInBytes, plan.LowerBoundInBytes * 1.2));
        AssertDisjoint(graph);
    }

    private static Value Weight(params int[] sizes) =>
        GraphBuilder.Constant("weight", new TensorShape(sizes), new float[new TensorShape(sizes).Length]);

    /// <summary>
    /// Follows each value from its writer to its last reader and compares every pair. A value that another is written over may share its
    /// memory in the step in which that happens.
    /// </summary>
    private static void AssertDisjoint(NetworkGraph graph)
    {
        MemoryPlan plan = ArenaPlanner.Plan(graph);
        List<(Value Value, int First, int Last)> lives = [.. graph.Inputs.Select(input => (input, -1, LastUse(graph, input)))];
        for (int step = 0; step < graph.Nodes.Length; step++)
        {
            Node node = graph.Nodes[step];
            bool isOnce = node.Inputs.All(input => input.IsConstant);
            lives.AddRange(node.Outputs.Select(output =>
                (output, isOnce ? -1 : step, isOnce ? graph.Nodes.Length : Math.Max(step, LastUse(graph, output)))));
        }

        Dictionary<Value, Value> shown = graph.Nodes.Where(node => node.Op.IsView)
            .ToDictionary(node => node.Outputs[0], node => node.Inputs[0]);
        string[] clashes =
        [
            .. from a in lives
               from b in lives
               where a.First <= b.Last && b.First <= a.Last && Owner(a.Value) != Owner(b.Value)
                   && !IsWrittenOver(a, b) && !IsWrittenOver(b, a)
                   && plan.PlaceOf(a.Value).Offset < plan.PlaceOf(b.Value).Offset + b.Value.Type.SizeInBytes
                   && plan.PlaceOf(b.Value).Offset < plan.PlaceOf(a.Value).Offset + a.Value.Type.SizeInBytes
               select $"{a.Value.Name} and {b.Value.Name}",
        ];
        Assert.That(clashes, Is.Empty);

        bool IsWrittenOver((Value Value, int First, int Last) old, (Value Value, int First, int Last) sum) =>
            sum.First >= 0
            && old.Last == sum.First
            && graph.Nodes[sum.First].Op.OverwritableInputs.Any(input => Owner(graph.Nodes[sum.First].Inputs[input]) == Owner(old.Value))
            && graph.Nodes[sum.First].Inputs.Count(input => !input.IsConstant && Owner(input) == Owner(old.Value)) == 1
            && plan.PlaceOf(old.Value).Offset == plan.PlaceOf(sum.Value).Offset;

        Value Owner(Value value) => shown.TryGetValue(value, out Value? source) ? Owner(source) : value;
    }

    private static int LastUse(NetworkGraph graph, Value value)
    {
        if (graph.Outputs.Any(output => output.Value == value))
        {
            return graph.Nodes.Length;
        }

        int last = -1;
        for (int step = 0; step < graph.Nodes.Length; step++)
        {
            if (graph.Nodes[step].Inputs.Contains(value))
            {
                Node reader = graph.Nodes[step];
                last = Math.Max(last, reader.Op.IsView ? Math.Max(step, LastUse(graph, reader.Outputs[0])) : step);
            }
        }

        return last;
    }
}
