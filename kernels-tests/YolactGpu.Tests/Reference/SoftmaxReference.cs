namespace YolactGpu.Tests.Reference;

/// <summary>Softmax of each row in double: 1 over the sum of what every other logit is, relative to this one.</summary>
public static class SoftmaxReference
{
    public static double[] Compute(float[] x, int columns) =>
    [
        .. x.Chunk(columns).SelectMany(row =>
            row.Select(own => 1 / row.Sum(other => Math.Exp((double)other - own)))),
    ];
}
