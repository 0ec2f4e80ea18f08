using YolactGpu.Graph.Execution;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Tuning;

namespace YolactGpu.Tests.Graph.Tuning;

/// <summary>A device whose times are made up; it keeps what it was asked for.</summary>
internal sealed class FakeMeasurement(Func<ConvolutionCandidate, double> time)
{
    public List<TuningKey> Layers { get; } = [];

    public List<ConvolutionCandidate> Runs { get; } = [];

    public int Open { get; private set; }

    public ILayerMeasurement Measure(TuningKey key, LoweringContext context)
    {
        Layers.Add(key);
        Open++;
        return new Layer(this, time);
    }

    private sealed class Layer(FakeMeasurement owner, Func<ConvolutionCandidate, double> time) : ILayerMeasurement
    {
        public double Time(ConvolutionCandidate candidate)
        {
            owner.Runs.Add(candidate);
            return time(candidate);
        }

        public void Dispose() => owner.Open--;
    }
}
