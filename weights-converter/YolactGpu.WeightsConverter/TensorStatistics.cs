using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>The smallest and largest element, null where all are NaN, and how many are NaN or infinite.</summary>
internal readonly record struct TensorStatistics(double? Minimum, double? Maximum, long NaNCount, long InfiniteCount)
{
    internal static TensorStatistics Of(IWeightFile file, string name)
    {
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        long naNs = 0;
        long infinities = 0;
        double[] elements = file.ReadDoubles(name);
        foreach (double element in elements)
        {
            if (double.IsNaN(element))
            {
                naNs++;
                continue;
            }

            infinities += double.IsInfinity(element) ? 1 : 0;
            minimum = Math.Min(minimum, element);
            maximum = Math.Max(maximum, element);
        }

        bool isEmpty = naNs == elements.Length;
        return new TensorStatistics(isEmpty ? null : minimum, isEmpty ? null : maximum, naNs, infinities);
    }

    /// <summary>A number in at most nine digits; "-" for none.</summary>
    internal static string Text(double? value) => value?.ToString("G9", CultureInfo.InvariantCulture) ?? "-";
}
