namespace YolactGpu.Tests.Reference;

/// <summary>Scores with an objectness in front, in double.</summary>
public static class ObjectnessScoresReference
{
    public static double[] Compute(float[] x, int columns, bool isFactor) =>
    [
        .. x.Chunk(columns).SelectMany(row =>
        {
            double objectness = 1 / (1 + Math.Exp(-(double)row[0]));
            double factor = isFactor ? objectness : objectness > 0.1 ? 1 : 0;
            double[] classes = SoftmaxReference.Compute(row[1..], columns - 1);
            return classes.Select(score => score * factor).Prepend(1 - objectness);
        }),
    ];
}
