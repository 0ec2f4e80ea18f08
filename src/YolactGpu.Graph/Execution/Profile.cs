using System.Text.Json;

namespace YolactGpu.Graph.Execution;

/// <summary>How long one launch took, measured with a wait after it.</summary>
/// <param name="Step">The launch.</param>
/// <param name="Begin">When it began, from the start of the run.</param>
/// <param name="Duration">How long it took, launch overhead included.</param>
public readonly record struct StepTime(PlanStep Step, TimeSpan Begin, TimeSpan Duration)
{
    /// <summary>Gets 10⁹ floating-point operations per second.</summary>
    public double GigaflopsPerSecond => Step.FloatingPointOperations / Math.Max(Duration.TotalSeconds, 1e-9) / 1e9;

    /// <summary>Gets 10⁹ bytes of tensors read and written per second.</summary>
    public double GigabytesPerSecond => Step.Bytes / Math.Max(Duration.TotalSeconds, 1e-9) / 1e9;
}

/// <summary>Writes a profile in the Trace Event Format, which Chrome (chrome://tracing) and Perfetto open.</summary>
public static class ChromeTrace
{
    /// <summary>Writes one complete event ("ph": "X") per launch; times in microseconds.</summary>
    public static void Write(IEnumerable<StepTime> times, Stream stream)
    {
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        writer.WriteString("displayTimeUnit", "ms");
        writer.WriteStartArray("traceEvents");
        foreach (StepTime time in times)
        {
            writer.WriteStartObject();
            writer.WriteString("name", time.Step.Node.Name);
            writer.WriteString("cat", time.Step.Node.Op.Name);
            writer.WriteString("ph", "X");
            writer.WriteNumber("pid", 1);
            writer.WriteNumber("tid", 1);
            writer.WriteNumber("ts", time.Begin.TotalMicroseconds);
            writer.WriteNumber("dur", time.Duration.TotalMicroseconds);
            writer.WriteStartObject("args");
            writer.WriteString("kernel", time.Step.Kernel);
            writer.WriteString("output", time.Step.Node.Outputs[0].Type.ToString());
            writer.WriteNumber("GFLOP/s", Math.Round(time.GigaflopsPerSecond, 3));
            writer.WriteNumber("GB/s", Math.Round(time.GigabytesPerSecond, 3));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
