using System.Text;
using YolactGpu.Graph.IR;

namespace YolactGpu.Model.Weights;

/// <summary>
/// Weights made by a formula from their names: deterministic, of a trained network's magnitudes, and meaning nothing.
/// They show the whole path, and measure it, without a checkpoint.
/// <para>Element i of a tensor: z = FNV-1a-64(name) + (i + 1)·0x9E3779B97F4A7C15 through splitmix64's finaliser,
/// u = (z >> 40) / 2²⁴, value = low + (high − low)·u in double, rounded to float. The ranges depend on the name.</para>
/// </summary>
/// <param name="classCount">Classes, background included: the background's bias is raised by 3.</param>
public sealed class FormulaWeights(int classCount) : IWeightSource
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private const double BackgroundBias = 3;

    /// <inheritdoc/>
    public Func<ReadOnlyMemory<float>> Get(string name, TensorShape shape) => () => Compute(name, shape);
    /// <inheritdoc/>
    public void Skip(string name, TensorShape? shape)
    {
    }

    /// <summary>Fills <paramref name="values"/> with the formula's numbers between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public static void Fill(string name, double low, double high, Span<float> values)
    {
        ulong hash = Hash(name);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + ((high - low) * Uniform(hash, i)));
        }
    }

    private float[] Compute(string name, TensorShape shape)
    {
        (double low, double high) = Range(name, shape);
        float[] values = new float[shape.Length];
        Fill(name, low, high, values);
        if (name.EndsWith("conf_layer.bias", StringComparison.Ordinal))
        {
            ulong hash = Hash(name);
            for (int i = 0; i < values.Length; i += classCount)
            {
                values[i] = (float)(low + ((high - low) * Uniform(hash, i)) + BackgroundBias);
            }
        }

        return values;
    }

    private static double Uniform(ulong hash, int index)
    {
        ulong z = hash + (((ulong)index + 1) * Step);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 40) / 16777216.0;
    }

    private static ulong Hash(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return hash;
    }

    private static (double Low, double High) Range(string name, TensorShape shape)
    {
        if (shape.Rank == 4)
        {
            double fanIn = (double)shape[1] * shape[2] * shape[3];
            double bound = Math.Sqrt(3) * Gain(name) / Math.Sqrt(fanIn);
            return (-bound, bound);
        }

        bool ofBatchNorm = IsOfBatchNorm(name);
        if (name.EndsWith(".running_var", StringComparison.Ordinal))
        {
            return (0.8, 1.2);
        }

        if (ofBatchNorm && name.EndsWith(".weight", StringComparison.Ordinal))
        {
            return EndsBlock(name) ? (0.25, 0.4) : (0.8, 1.2);
        }

        return ofBatchNorm ? (-0.1, 0.1) : (-0.05, 0.05);
    }

    /// <summary>Tells whether a tensor is a batch norm's: bn1 and its like, or the second part of a unit in the backbone.</summary>
    private static bool IsOfBatchNorm(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length > 2
            && (parts[^2].StartsWith("bn", StringComparison.Ordinal) || (parts[0] == "backbone" && parts[^2] == "1"));
    }

    /// <summary>Tells whether a batch norm is the last before a residual sum, of a ResNet's block or of a Darknet's.</summary>
    private static bool EndsBlock(string name) =>
        name.Contains(".bn3.", StringComparison.Ordinal)
        || (name.StartsWith("backbone.layers", StringComparison.Ordinal) && name.Contains(".conv2.1.", StringComparison.Ordinal));

    private static double Gain(string name)
    {
        if (name.Contains("lat_layers", StringComparison.Ordinal))
        {
            return 0.2;
        }

        if (name.Contains("conv_offset_mask", StringComparison.Ordinal))
        {
            return 0.5;
        }

        if (name.Contains(".keypoint_layer", StringComparison.Ordinal))
        {
            // A trained network's keypoints are spread over the whole prior: offsets of a few units, not of one.
            return 3;
        }

        string[] outputs = ["bbox_layer", "conf_layer", "mask_layer", "keypoint_visibility_layer", "semantic_seg"];
        return outputs.Any(output => name.Contains(output, StringComparison.Ordinal)) ? 1 : Math.Sqrt(2);
    }
}
