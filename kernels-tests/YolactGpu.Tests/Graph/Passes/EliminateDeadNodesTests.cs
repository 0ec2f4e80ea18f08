using NUnit.Framework;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Passes;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EliminateDeadNodesTests
{
    private static readonly GraphPass Pass = Layers.Pass("EliminateDeadNodes");

    private readonly Layers layers = new();

    [Test]
    public void Drops_what_no_output_depends_on()
    {
        Value x = layers.Input();
        Value wanted = layers.Activate("wanted", x);
        layers.Activate("dead2", layers.Activate("dead1", wanted));

        Assert.That(Layers.Names(Pass.Apply(layers.Build(layers.Activate("last", wanted)))), Is.EqualTo(new[] { "wanted: Activation", "last: Activation" }));
    }

    [Test]
    public void Keeps_a_node_of_which_one_output_is_wanted()
    {
        Value scores = layers.Graph.Input("scores", TensorType.Float32(1, 9));
        Value positions = layers.Graph.AddMany("best", new TopKOp(3), scores)[1];

        NetworkGraph live = Pass.Apply(layers.Build(positions));

        Assert.That(live.Nodes.Single().Outputs, Has.Length.EqualTo(2));
    }

    [Test]
    public void Keeps_inputs_that_nobody_reads()
    {
        Value x = layers.Input();
        layers.Input("unused");

        Assert.That(Pass.Apply(layers.Build(layers.Activate("relu", x))).Inputs, Has.Length.EqualTo(2));
    }
}
