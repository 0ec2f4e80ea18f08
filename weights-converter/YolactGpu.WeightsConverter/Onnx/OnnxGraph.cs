using System.Runtime.InteropServices;
using YolactGpu.Graph.IR;

namespace YolactGpu.WeightsConverter.Onnx;

/// <summary>
/// An ONNX graph that is being put together, as the message GraphProto of onnx.proto; the numbers of fields and types
/// are those of that file.
/// </summary>
internal sealed class OnnxGraph
{
    private const int FloatType = 1;
    private const int Int64Type = 7;

    private readonly ProtobufMessage nodes = new();
    private readonly ProtobufMessage initializers = new();
    private readonly ProtobufMessage inputs = new();
    private readonly ProtobufMessage outputs = new();
    private readonly HashSet<string> initialized = new(StringComparer.Ordinal);

    /// <summary>Adds a node.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="name">The node's name, and that of its output.</param>
    /// <param name="operands">What it reads; empty names for operands that are left out.</param>
    /// <param name="attributes">Integers, lists of integers, floats and texts by name.</param>
    internal string Node(string type, string name, string[] operands, params (string Name, object Value)[] attributes)
    {
        ProtobufMessage node = new();
        foreach (string operand in operands)
        {
            node.Text(1, operand);
        }

        node.Text(2, name).Text(3, name).Text(4, type);
        foreach ((string attribute, object value) in attributes)
        {
            node.Message(5, Attribute(attribute, value));
        }

        nodes.Message(1, node);
        return name;
    }

    /// <summary>Adds a weight, once; its numbers are fetched when the graph is written.</summary>
    internal string Weight(Value constant)
    {
        string name = constant.Name.Replace(' ', '.');
        if (initialized.Add(name))
        {
            int[] shape = [.. Enumerable.Range(0, constant.Shape.Rank).Select(axis => constant.Shape[axis])];
            ProtobufMessage tensor = Tensor(name, FloatType, shape);
            tensor.Bytes(
                9, constant.Type.SizeInBytes, sink => sink(MemoryMarshal.AsBytes(constant.ReadConstant().Span)));
            initializers.Message(5, tensor);
        }

        return name;
    }

    /// <summary>Adds a list of integers.</summary>
    internal string Integers(string name, params long[] values)
    {
        if (initialized.Add(name))
        {
            ProtobufMessage tensor = Tensor(name, Int64Type, values.Length);
            tensor.Bytes(9, values.Length * sizeof(long), sink => sink(MemoryMarshal.AsBytes<long>(values)));
            initializers.Message(5, tensor);
        }

        return name;
    }

    /// <summary>Names an input of floats; a size that is no number is left open under that name.</summary>
    internal void Input(string name, params object[] sizes) => inputs.Message(11, ValueInfo(name, sizes));

    /// <summary>Names an output of floats.</summary>
    internal void Output(string name, params object[] sizes) => outputs.Message(12, ValueInfo(name, sizes));

    /// <summary>Gives the graph as built so far.</summary>
    internal ProtobufMessage Build(string name)
    {
        // Fields of one message may follow each other in any order; the parts above hold nothing but fields of the
        // graph.
        ProtobufMessage graph = new ProtobufMessage().Text(2, name);
        foreach (ProtobufMessage part in new[] { inputs, outputs, nodes, initializers })
        {
            graph.Append(part);
        }

        return graph;
    }

    private static ProtobufMessage Tensor(string name, int type, params int[] shape)
    {
        ProtobufMessage tensor = new();
        foreach (int size in shape)
        {
            tensor.Integer(1, size);
        }

        return tensor.Integer(2, type).Text(8, name);
    }

    private static ProtobufMessage Attribute(string name, object value)
    {
        ProtobufMessage attribute = new ProtobufMessage().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Single(2, number).Integer(20, 1);
            case int number:
                return attribute.Integer(3, number).Integer(20, 2);
            case string text:
                return attribute.Text(4, text).Integer(20, 3);
            case int[] numbers:
                Array.ForEach(numbers, number => attribute.Integer(8, number));
                return attribute.Integer(20, 7);
            default:
                throw new ArgumentException(
                    $"value is a {value.GetType()}; it must be a float, int, string or int[].", nameof(value));
        }
    }

    private static ProtobufMessage ValueInfo(string name, object[] sizes)
    {
        ProtobufMessage shape = new();
        foreach (object size in sizes)
        {
            shape.Message(
                1,
                size is int number
                    ? new ProtobufMessage().Integer(1, number)
                    : new ProtobufMessage().Text(2, (string)size));
        }

        ProtobufMessage tensor = new ProtobufMessage().Integer(1, FloatType).Message(2, shape);
        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
