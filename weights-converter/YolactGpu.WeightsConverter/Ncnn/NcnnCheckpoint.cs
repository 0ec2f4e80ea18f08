using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Model;
using YolactGpu.Model.Configs;
using YolactGpu.Model.Weights;
using YolactGpu.Weights;
using YolactGpu.Weights.Ncnn;

namespace YolactGpu.WeightsConverter.Ncnn;

/// <summary>
/// The weights of an ncnn YOLACT under the names of a checkpoint. ncnn's names tell nothing, so its convolutions are
/// matched with those of this project's network by the structure of both. Its batch norms are folded into its
/// convolutions as a rule; then the checkpoint gets batch norms that only add the bias. What only training needs is
/// filled with zeros.
/// </summary>
internal sealed class NcnnCheckpoint
{
    private const string SemanticLayer = "semantic_seg_conv";
    private const string ClassLayer = "prediction_layers.0.conf_layer.weight";
    private const string PyramidLayer = "fpn.pred_layers.0.weight";
    private const int AnchorsPerCell = 3;

    // Only the number of convolutions tells ResNet-50 and ResNet-101 apart; other sizes are not looked at here.
    private static readonly YolactConfig[] Backbones = [YolactConfigs.ResNet50, YolactConfigs.Base];

    private readonly IWeightFile file;
    private readonly NetworkConvolutions network;
    private readonly NcnnConvolutions found;
    private readonly Dictionary<string, WeightTensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> origins = new(StringComparer.Ordinal);

    private NcnnCheckpoint(IWeightFile file, NetworkConvolutions network, NcnnConvolutions found)
    {
        this.file = file;
        this.network = network;
        this.found = found;
    }

    /// <summary>Gives the tensors of an open ncnn network under the names of a checkpoint.</summary>
    /// <exception cref="WeightsException">It is no YOLACT network.</exception>
    internal static IWeightFile Open(IWeightFile file)
    {
        NcnnConvolutions found = new(NcnnLayer.ReadAll(file.Path));
        NetworkConvolutions[] known = [.. Backbones.Select(config => new NetworkConvolutions(
            YolactNetwork.Build(config, new FormulaWeights(config.ClassCount), new NetworkOptions())))];
        NetworkConvolutions network = Array.Find(known, candidate => candidate.Nodes.Length == found.Layers.Count)
            ?? throw new WeightsException(
                file.Path,
                $"holds an ncnn network of {found.Layers.Count} convolutions; "
                + $"YOLACT has {known[0].Nodes.Length} with ResNet-50 and {known[1].Nodes.Length} with ResNet-101");
        int[] places = ConvolutionMatching.Match(network.Sites, found.FindSites(), out string? problem)
            ?? throw new WeightsException(file.Path, $"holds an ncnn network that is not YOLACT: {problem}");

        NcnnCheckpoint checkpoint = new(file, network, found);
        for (int i = 0; i < places.Length; i++)
        {
            checkpoint.Add(network.Nodes[i], found.Layers[places[i]]);
        }

        checkpoint.AddSemanticLayer();
        IWeightFile derived = WeightFile.Derive(file, checkpoint.tensors.Values, file.Metadata);
        Check(derived);
        return derived;
    }

    /// <summary>Throws unless the shapes fit a network.</summary>
    private static void Check(IWeightFile derived)
    {
        YolactConfig config = ConfigRecognizer.Recognize(derived);
        CheckpointWeights weights = new(derived, config.Fpn.DownsampleLevels);
        YolactNetwork.Build(config, weights, new NetworkOptions());
        weights.ThrowIfUnfit(config.Name);
    }

    private void Add(Node node, NcnnLayer layer)
    {
        AddShared(node.Inputs[1].Name, $"{layer.Name}.weight");
        Node? norm = network.BatchNormOf(node);
        NcnnLayer? storedNorm = found.BatchNormOf(layer);
        if (norm is not null)
        {
            AddBatchNorm(norm, layer, storedNorm);
        }
        else if (storedNorm is not null)
        {
            throw new WeightsException(
                file.Path, $"has the batch norm {storedNorm.Name} behind {node.Name}, which YOLACT has not");
        }
        else if (HasBias(layer))
        {
            AddShared(node.Inputs[2].Name, $"{layer.Name}.bias");
        }
        else
        {
            AddMade(node.Inputs[2].Name, new float[FilterCount(layer)]);
        }
    }

    /// <summary>
    /// Adds a tensor as it is. The head's layers are stored once for each level and must be the same.
    /// </summary>
    private void AddShared(string name, string stored)
    {
        if (origins.TryAdd(name, stored))
        {
            tensors.Add(name, WeightTensor.Rename(file, stored, name));
        }
        else if (!file.ReadBytes(stored).AsSpan().SequenceEqual(file.ReadBytes(origins[name])))
        {
            throw new WeightsException(
                file.Path,
                $"it differs from {origins[name]}; both are {name}, which YOLACT shares between levels",
                stored);
        }
    }

    private void AddBatchNorm(Node norm, NcnnLayer layer, NcnnLayer? stored)
    {
        float epsilon = ((BatchNormOp)norm.Op).Epsilon;
        int channels = FilterCount(layer);
        float[] bias = HasBias(layer) ? file.ReadSingles($"{layer.Name}.bias") : new float[channels];
        float[] gamma = Filled(channels, 1);
        float[] beta = bias;
        float[] mean = new float[channels];
        float[] variance = Filled(channels, 1 - epsilon);
        if (stored is not null)
        {
            gamma = file.ReadSingles($"{stored.Name}.weight");
            beta = file.ReadSingles($"{stored.Name}.bias");
            mean = [.. file.ReadSingles($"{stored.Name}.running_mean").Zip(bias, (m, b) => m - b)];
            float excess = (float)stored.Number(1, 0) - epsilon;
            variance = [.. file.ReadSingles($"{stored.Name}.running_var").Select(v => v + excess)];
        }

        float[][] parts = [gamma, beta, mean, variance];
        for (int i = 0; i < parts.Length; i++)
        {
            AddMade(norm.Inputs[i + 1].Name, parts[i]);
        }
    }

    private void AddSemanticLayer()
    {
        long classes = Math.Max(1, (tensors[ClassLayer].Info.Shape[0] / AnchorsPerCell) - 1);
        long features = tensors[PyramidLayer].Info.Shape[0];
        tensors.Add(
            $"{SemanticLayer}.weight",
            WeightTensor.FromSingles(
                $"{SemanticLayer}.weight", [classes, features, 1, 1], new float[classes * features]));
        AddMade($"{SemanticLayer}.bias", new float[classes]);
    }

    private void AddMade(string name, float[] elements) =>
        tensors.TryAdd(name, WeightTensor.FromSingles(name, [elements.Length], elements));

    private static bool HasBias(NcnnLayer layer) => layer.Integer(5, 0) != 0;

    private static int FilterCount(NcnnLayer layer) => layer.Integer(0, 0);

    private static float[] Filled(int count, float value)
    {
        float[] elements = new float[count];
        Array.Fill(elements, value);
        return elements;
    }
}
