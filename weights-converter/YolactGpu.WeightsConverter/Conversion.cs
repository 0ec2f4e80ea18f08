using YolactGpu.Model.Configs;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>What is to be written.</summary>
/// <param name="Weights">The tensors, under YOLACT's names.</param>
/// <param name="Config">The configuration, where one was recognised.</param>
/// <param name="ConfigProblem">Why none was, where none was.</param>
/// <param name="Metadata">Texts to store beside the tensors.</param>
/// <param name="Notes">What the user should know; conversions add to it.</param>
/// <param name="Progress">To be told of every byte that has been read.</param>
internal sealed record Conversion(
    IWeightFile Weights,
    YolactConfig? Config,
    string ConfigProblem,
    IReadOnlyDictionary<string, string> Metadata,
    List<string> Notes,
    ProgressLine Progress);

/// <summary>Where it is to be written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Force">Whether it may replace one.</param>
internal sealed record ConversionTarget(string Path, bool Force)
{
    /// <summary>Throws where writing would replace what must be kept.</summary>
    /// <exception cref="WeightsException">The target is a source, or there and not to be replaced.</exception>
    internal void Check(IReadOnlyList<string> sources)
    {
        string full = System.IO.Path.GetFullPath(Path);
        if (sources.Any(source => System.IO.Path.GetFullPath(source) == full))
        {
            throw new WeightsException(Path, "is both IN and OUT; they must differ");
        }

        if (!Force && File.Exists(Path))
        {
            throw new WeightsException(Path, "is there already; --force replaces it");
        }
    }
}
