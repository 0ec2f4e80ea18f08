using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph;

/// <summary>
/// Small networks whose layers are drawn at random: convolutions, some deformable, some with batch norm and activation, sums, pools,
/// resizes; one output in the middle, one at the end, heads on both, and always something that no output needs.
/// </summary>
internal sealed class RandomNetwork
{
    private const int Batch = 2;
    private const int Height = 9;
    private const int Width = 7;
    private const int Channels = 5;

    private readonly GraphBuilder graph = new();
    private readonly Random random;
    private readonly List<Value> values = [];
    private int layers;

    private RandomNetwork(int seed) => random = new Random(seed);

    /// <summary>Gives numbers for the input.</summary>
    public static Dictionary<string, float[]> Input(int seed) => new()
    {
        ["x"] = RandomData.Floats(Batch * Height * Width * Channels, seed),
    };

    /// <summary>Draws a network.</summary>
    public static NetworkGraph Build(int seed, int layerCount = 14)
    {
        RandomNetwork network = new(seed);
        network.values.Add(network.graph.Input("x", TensorType.Float32(Batch, Height, Width, Channels)));
        for (int i = 0; i < layerCount; i++)
        {
            network.AddLayer();
        }

        network.graph.Output("end", network.values[^1]);
        network.graph.Output("middle", network.values[network.values.Count / 2]);
        network.AddHeads(network.values[^1], network.values[network.values.Count / 2]);
        network.AddConvolution();
        return network.graph.Build();
    }

    /// <summary>Makes a constant of small numbers, of which the sum of <paramref name="fanIn"/> products stays small.</summary>
    public static Value Weight(string name, int seed, int fanIn, params ReadOnlySpan<int> sizes)
    {
        TensorShape shape = new(sizes);
        float bound = 1.5f / MathF.Sqrt(fanIn);
        return GraphBuilder.Constant(name, shape, RandomData.Floats((int)shape.Length, seed, -bound, bound));
    }

    private void AddLayer()
    {
        switch (random.Next(8))
        {
            case 0:
                Add(new AddOp(), Any(), Any());
                break;
            case 1:
                Add(new MaxPool2DOp(3, 1, 1), Any());
                break;
            case 2:
                Value small = AddInner(new ResizeBilinearOp(4, 11), Any());
                Add(new ResizeBilinearOp(Height, Width), small);
                break;
            case 3:
                Add(Activation(), Any());
                break;
            default:
                AddConvolution();
                break;
        }
    }

    private void AddConvolution()
    {
        int size = random.Next(2) == 0 ? 1 : 3;
        bool hasBias = random.Next(2) == 0;
        bool isDeformable = layers % 4 == 3;
        ConvolutionOp op = isDeformable
            ? new DeformableConvolution2DOp(1, size / 2, 1, YolactGpu.Kernels.Elementwise.Activation.None, hasBias, HasResidual: false)
            : new Convolution2DOp(1, size / 2, 1, YolactGpu.Kernels.Elementwise.Activation.None, hasBias, HasResidual: false);
        Value weights = Weight($"w{layers}", random.Next(), Channels * size * size, Channels, Channels, size, size);
        ReadOnlySpan<Value> bias = hasBias ? [Weight($"b{layers}", random.Next(), 4, Channels)] : [];
        Value x = Any();
        ReadOnlySpan<Value> offsetMask = isDeformable ? [AddOffsets(x, size)] : [];
        ReadOnlySpan<Value> inputs = [x, .. offsetMask, weights, .. bias];
        Value y = random.Next(2) == 0
            ? Add(op, inputs)
            : Add(new BatchNormOp(1e-5f), [AddInner(op, inputs), .. Statistics()]);
        if (random.Next(2) == 0)
        {
            Add(Activation(), y);
        }
        else if (random.Next(2) == 0)
        {
            Add(new AddOp(), Any(), y);
        }
    }

    /// <summary>Adds two outputs that join what convolutions of the same levels give, one with a bias.</summary>
    private void AddHeads(params ReadOnlySpan<Value> levels)
    {
        List<Value> boxes = [];
        List<Value> classes = [];
        for (int i = 0; i < levels.Length; i++)
        {
            boxes.Add(AddRows(levels[i], $"box{i}", 4, 2, hasBias: true));
            classes.Add(AddRows(levels[i], $"class{i}", 3, 3, hasBias: false));
        }

        graph.Output("boxes", graph.Add("boxes", new ConcatOp(), [.. boxes]));
        graph.Output("classes", graph.Add("classes", new ConcatOp(), [.. classes]));
    }

    private Value AddRows(Value x, string name, int columns, int rowsPerPixel, bool hasBias)
    {
        int channels = columns * rowsPerPixel;
        Value weights = Weight($"{name}.weight", channels, Channels, channels, Channels, 1, 1);
        ReadOnlySpan<Value> bias = hasBias ? [Weight($"{name}.bias", channels + 1, 4, channels)] : [];
        ReadOnlySpan<Value> inputs = [x, weights, .. bias];
        Convolution2DOp op = new(1, 0, 1, YolactGpu.Kernels.Elementwise.Activation.None, hasBias, HasResidual: false);
        return graph.Add(
            $"{name}.rows", new ReshapeOp(new TensorShape(Batch, Height * Width * rowsPerPixel, columns)), graph.Add(name, op, inputs));
    }

    private Value AddOffsets(Value x, int size)
    {
        Value weights = Weight($"o{layers}", layers, 20, 3 * size * size, Channels, 1, 1);
        return AddInner(new Convolution2DOp(1, 0, 1, YolactGpu.Kernels.Elementwise.Activation.None, HasBias: false, HasResidual: false), x, weights);
    }

    private IEnumerable<Value> Statistics()
    {
        yield return Weight($"gamma{layers}", random.Next(), 1, Channels);
        yield return Weight($"beta{layers}", random.Next(), 4, Channels);
        yield return Weight($"mean{layers}", random.Next(), 4, Channels);
        yield return GraphBuilder.Constant(
            $"variance{layers}", new TensorShape(Channels), RandomData.Floats(Channels, random.Next(), 0.2f, 2));
    }

    private ActivationOp Activation() => new((Activation)random.Next(1, 5));

    private Value Any() => values[random.Next(values.Count)];

    /// <summary>Adds a node that later layers may read.</summary>
    private Value Add(Op op, params ReadOnlySpan<Value> inputs)
    {
        Value y = AddInner(op, inputs);
        values.Add(y);
        return y;
    }

    /// <summary>Adds a node that only the caller reads.</summary>
    private Value AddInner(Op op, params ReadOnlySpan<Value> inputs) => graph.Add($"{op.Name}{layers++}", op, inputs);
}
