using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>Text that comes from a file, fit for one line of a terminal.</summary>
internal static class TerminalText
{
    internal static string Plain(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));

    internal static string Shape(WeightTensorInfo tensor) =>
        $"[{string.Join(", ", tensor.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
