using YolactGpu.Weights.Ncnn;

namespace YolactGpu.WeightsConverter.Ncnn;

/// <summary>The convolutions of an ncnn network.</summary>
internal sealed class NcnnConvolutions
{
    private const int TanhOfUnaryOp = 16;
    private const int FusedRelu = 1;

    // Layers that keep every number and only move it.
    private static readonly string[] Movers =
        ["Permute", "Reshape", "Flatten", "Concat", "Dropout", "Noop", "Squeeze", "ExpandDims", "BatchNorm"];

    private readonly Dictionary<string, NcnnLayer[]> readers;

    internal NcnnConvolutions(IReadOnlyList<NcnnLayer> layers)
    {
        readers = layers
            .SelectMany(layer => layer.Inputs.Select(input => (Input: input, Layer: layer)))
            .GroupBy(pair => pair.Input, pair => pair.Layer, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        Layers = [.. layers.Where(IsConvolution)];
        All = layers;
    }

    /// <summary>The layers of the convolutions.</summary>
    internal IReadOnlyList<NcnnLayer> Layers { get; }

    private IReadOnlyList<NcnnLayer> All { get; }

    /// <summary>The same, as places in the network. The time it takes grows with the square of their number.</summary>
    internal IReadOnlyList<ConvolutionSite> FindSites()
    {
        List<ConvolutionSite> sites = [];
        Dictionary<string, SortedSet<int>> feeders = new(StringComparer.Ordinal);
        foreach (NcnnLayer layer in All)
        {
            SortedSet<int> reached = [.. layer.Inputs.SelectMany(input => feeders[input])];
            if (IsConvolution(layer))
            {
                sites.Add(new ConvolutionSite(layer.Name, KindOf(layer), [.. reached]));
                reached = [sites.Count - 1];
            }

            foreach (string output in layer.Outputs)
            {
                feeders[output] = reached;
            }
        }

        return sites;
    }

    /// <summary>The batch norm that alone reads a convolution, or null.</summary>
    internal NcnnLayer? BatchNormOf(NcnnLayer convolution) =>
        OnlyReader(convolution) is { Type: "BatchNorm" } norm ? norm : null;

    private static bool IsConvolution(NcnnLayer layer) => layer.Type == "Convolution";

    private ConvolutionKind KindOf(NcnnLayer layer)
    {
        int width = layer.Integer(1, 0);
        int stride = layer.Integer(3, 1);
        int padding = layer.Integer(4, 0);
        int top = layer.Integer(14, padding);
        bool isSquare = stride == layer.Integer(13, stride)
            && padding == layer.Integer(15, padding)
            && padding == top
            && top == layer.Integer(16, top)
            && layer.Integer(2, 1) == 1
            && layer.Integer(12, 1) == 1;
        string activation = isSquare ? ActivationBehind(layer) : "strides, paddings or dilations that differ";
        return new ConvolutionKind(layer.Integer(11, width), width, stride, padding, activation);
    }

    private string ActivationBehind(NcnnLayer convolution)
    {
        int fused = convolution.Integer(9, 0);
        if (fused != 0)
        {
            return fused == FusedRelu ? "relu" : $"fused activation {fused}";
        }

        NcnnLayer? reader = OnlyReader(convolution);
        while (reader is not null && Movers.Contains(reader.Type))
        {
            reader = OnlyReader(reader);
        }

        return reader?.Type switch
        {
            "ReLU" => reader.Number(0, 0) == 0 ? "relu" : "leaky relu",
            "Sigmoid" => "sigmoid",
            "TanH" => "tanh",
            "UnaryOp" when reader.Integer(0, 0) == TanhOfUnaryOp => "tanh",
            _ => ConvolutionKind.NoActivation,
        };
    }

    private NcnnLayer? OnlyReader(NcnnLayer layer) =>
        layer.Outputs.Count == 1 && readers.TryGetValue(layer.Outputs[0], out NcnnLayer[]? found) && found.Length == 1
            ? found[0]
            : null;
}
