using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.WeightsConverter.Onnx;

/// <summary>
/// Translates a network node by node. Activations [N, H, W, C] become [N, C, H, W], as ONNX has them; where the network
/// takes [N, H, W, A·K] for [N, H·W·A, K] in the same memory, a transposition comes before the reshape. Nodes keep
/// their names.
/// </summary>
/// <param name="dynamicBatch">Whether the number of images is left open.</param>
internal sealed class NetworkToOnnx(bool dynamicBatch)
{
    private const string Batch = "N";
    private const string BatchSize = "batch_size";

    private static readonly int[] ToChannelsLast = [0, 2, 3, 1];

    private readonly OnnxGraph onnx = new();
    private readonly Dictionary<Value, string> names = [];

    /// <summary>Gives the network up to its raw outputs.</summary>
    /// <exception cref="GraphException">A node has no counterpart here.</exception>
    internal static ProtobufMessage Translate(Graph.IR.Graph graph, string name, bool dynamicBatch)
    {
        NetworkToOnnx translation = new(dynamicBatch);
        translation.AddInput(graph.Inputs.Single());
        foreach (Node node in LiveNodes.Of(graph))
        {
            translation.names.Add(node.Outputs.Single(), translation.Add(node));
        }

        foreach (string output in LiveNodes.OutputsOf(graph))
        {
            translation.AddOutput(output, graph.Output(output));
        }

        return translation.onnx.Build(name);
    }

    private void AddInput(Value image)
    {
        TensorShape shape = image.Shape;
        names.Add(image, image.Name);
        onnx.Input(image.Name, [FirstSize(shape), shape[3], shape[1], shape[2]]);
        if (dynamicBatch)
        {
            // Not the attributes that Shape has had since opset 15: older readers pass over them.
            string shapeOfImage = onnx.Node("Shape", $"{image.Name}.shape", [image.Name]);
            onnx.Node("Gather", BatchSize, [shapeOfImage, onnx.Integers($"{BatchSize}.index", 0)], ("axis", 0));
        }
    }

    private void AddOutput(string output, Value value)
    {
        TensorShape shape = value.Shape;
        if (shape.Rank == 4)
        {
            onnx.Node("Transpose", output, [names[value]], ("perm", ToChannelsLast));
        }
        else if (names[value] != output)
        {
            onnx.Node("Identity", output, [names[value]]);
        }

        onnx.Output(
            output, [FirstSize(shape), .. Enumerable.Range(1, shape.Rank - 1).Select(axis => (object)shape[axis])]);
    }

    private object FirstSize(TensorShape shape) => dynamicBatch ? Batch : shape[0];

    private string Add(Node node)
    {
        string[] inputs = [.. node.Inputs.Select(value => value.IsConstant ? onnx.Weight(value) : names[value])];
        return node.Op switch
        {
            Convolution2DOp op => AddConvolution(node, op, inputs),
            BatchNormOp op => onnx.Node("BatchNormalization", node.Name, inputs, ("epsilon", op.Epsilon)),
            MaxPool2DOp op => onnx.Node(
                "MaxPool",
                node.Name,
                inputs,
                ("kernel_shape", Twice(op.WindowSize)),
                ("pads", FourTimes(op.Padding)),
                ("strides", Twice(op.Stride))),
            ActivationOp { Activation: Activation.LeakyRelu } => onnx.Node("LeakyRelu", node.Name, inputs, ("alpha", ActivationFunction.LeakySlope)),
            ActivationOp op => onnx.Node(OperatorOf(node, op.Activation), node.Name, inputs),
            AddOp => onnx.Node("Add", node.Name, inputs),
            MultiplyOp => onnx.Node("Mul", node.Name, inputs),
            ConcatOp => onnx.Node("Concat", node.Name, inputs, ("axis", 1)),
            ConcatColumnsOp when !node.Inputs.Any(value => value.IsConstant) =>
                onnx.Node("Concat", node.Name, inputs, ("axis", node.Outputs[0].Shape.Rank == 4 ? 1 : 2)),
            ResizeBilinearOp => AddResize(node, inputs[0], ("coordinate_transformation_mode", "half_pixel"), ("mode", "linear")),
            ResizeNearestOp => AddResize(
                node, inputs[0], ("coordinate_transformation_mode", "asymmetric"), ("mode", "nearest"), ("nearest_mode", "floor")),
            TransposedConvolution2DOp op => onnx.Node(
                "ConvTranspose",
                node.Name,
                inputs,
                ("kernel_shape", (int[])[node.Inputs[1].Shape[2], node.Inputs[1].Shape[3]]),
                ("output_padding", Twice(op.OutputPadding)),
                ("pads", FourTimes(op.Padding)),
                ("strides", Twice(op.Stride))),
            ReshapeOp => AddReshape(node, inputs[0]),
            DeformableConvolution2DOp => throw new GraphException(
                $"{node.Name}: is a deformable convolution, as YOLACT++ has; ONNX has those from opset 19 on, "
                + $"and opset {OnnxConversion.OpsetVersion} is written."),
            _ => throw Unknown(node),
        };
    }

    private string AddConvolution(Node node, Convolution2DOp op, string[] inputs)
    {
        if (op.HasResidual || op.Activation != Activation.None)
        {
            throw Unknown(node);
        }

        TensorShape filter = node.Inputs[1].Shape;
        return onnx.Node(
            "Conv",
            node.Name,
            inputs,
            ("dilations", Twice(op.Dilation)),
            ("group", 1),
            ("kernel_shape", (int[])[filter[2], filter[3]]),
            ("pads", FourTimes(op.Padding)),
            ("strides", Twice(op.Stride)));
    }

    private string AddResize(Node node, string input, params (string Name, object Value)[] manner)
    {
        TensorShape shape = node.Outputs[0].Shape;
        string sizes = $"{node.Name}.sizes";
        if (dynamicBatch)
        {
            string rest = onnx.Integers($"{node.Name}.image_sizes", shape[3], shape[1], shape[2]);
            onnx.Node("Concat", sizes, [BatchSize, rest], ("axis", 0));
        }
        else
        {
            onnx.Integers(sizes, shape[0], shape[3], shape[1], shape[2]);
        }

        // Between the input and the sizes: a region of interest and scales, both left out.
        return onnx.Node(
            "Resize",
            node.Name,
            [input, "", "", sizes],
            manner);
    }

    private string AddReshape(Node node, string input)
    {
        TensorShape from = node.Inputs[0].Shape;
        TensorShape to = node.Outputs[0].Shape;
        if (from.Rank != 4 || to.Rank != 3 || from[0] != to[0])
        {
            throw Unknown(node);
        }

        // 0 keeps the number of images.
        string shape = onnx.Integers($"{node.Name}.shape", 0, to[1], to[2]);
        string rows = onnx.Node("Transpose", $"{node.Name}.rows", [input], ("perm", ToChannelsLast));
        return onnx.Node("Reshape", node.Name, [rows, shape]);
    }

    private static string OperatorOf(Node node, Activation activation) => activation switch
    {
        Activation.Relu => "Relu",
        Activation.Sigmoid => "Sigmoid",
        Activation.Tanh => "Tanh",
        _ => throw Unknown(node),
    };

    private static GraphException Unknown(Node node) =>
        new($"{node.Name}: {node.Op} has no counterpart in the ONNX that is written.");

    private static int[] Twice(int value) => [value, value];

    private static int[] FourTimes(int value) => [value, value, value, value];
}
