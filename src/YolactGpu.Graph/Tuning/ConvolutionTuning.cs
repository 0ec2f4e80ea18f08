using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Graph.Tuning;

/// <summary>How a device's choices are tuned.</summary>
/// <param name="Table">What is known; measurements are added.</param>
/// <param name="Measures">Makes the measurement of one layer; null where nothing may be measured and the rule fills the gaps.</param>
/// <param name="Save">
/// Keeps the table and tells whether that went well; asked before the first measurement too, because nothing is measured that cannot be kept.
/// </param>
public sealed record ConvolutionTuning(TuningTable Table, Func<TuningKey, LoweringContext, ILayerMeasurement>? Measures, Func<bool> Save);

/// <summary>Times the ways to compute one layer on a device.</summary>
public interface ILayerMeasurement : IDisposable
{
    /// <summary>
    /// Computes the layer once, or some times over where it is short, and gives the microseconds of one. The first time for a candidate it
    /// is compiled and warmed up before.
    /// </summary>
    double Time(ConvolutionCandidate candidate);
}
