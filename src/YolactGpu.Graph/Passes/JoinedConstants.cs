using System.Collections.Immutable;
using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Passes;

/// <summary>Constants made of others. They are shared by name, so that a name tells all that is in one.</summary>
internal static class JoinedConstants
{
    /// <summary>Gives the numbers of some constants one behind the other, and zeros behind them up to the length of the shape.</summary>
    /// <param name="parts">The constants.</param>
    /// <param name="separator">Stands between their names; another one for each manner of joining.</param>
    /// <param name="shape">Shape of the whole.</param>
    public static Value Join(ImmutableArray<Value> parts, string separator, TensorShape shape) => GraphBuilder.Constant(
        string.Join(separator, parts.Select(part => part.Name)),
        shape,
        () =>
        {
            float[] joined = new float[shape.Length];
            int offset = 0;
            foreach (Value part in parts)
            {
                ReadOnlyMemory<float> numbers = part.ReadConstant();
                numbers.CopyTo(joined.AsMemory(offset));
                offset += numbers.Length;
            }

            return joined;
        });

    /// <summary>Gives the bias of a convolution that has none, by its weights.</summary>
    public static Value NoBias(Value weights)
    {
        TensorShape shape = new(weights.Shape[0]);
        return GraphBuilder.Constant($"zeros for {weights.Name}", shape, () => new float[shape.Length]);
    }
}
