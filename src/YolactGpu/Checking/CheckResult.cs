using System.Text.Json;
using System.Text.Json.Serialization;

namespace YolactGpu.Checking;

/// <summary>What one check of a device gave.</summary>
/// <param name="Config">The configuration whose network was run.</param>
/// <param name="Precision">How exactly convolutions multiplied.</param>
/// <param name="Part">What was compared: layers, each alone and on the same numbers; network, all of them in turn; or photo, pixels to masks.</param>
/// <param name="Compared">How many things were compared.</param>
/// <param name="Kernels">The kernels that ran, each once, where they are known one by one.</param>
/// <param name="LargestError">The largest error, as a part of the largest number of the tensor; of a photo the part of instances that differ.</param>
/// <param name="Limit">What the error may be.</param>
/// <param name="Failures">What is wrong, a line each; empty where the check passed.</param>
public sealed record CheckResult(
    string Config,
    string Precision,
    string Part,
    int Compared,
    IReadOnlyList<string> Kernels,
    double LargestError,
    double Limit,
    IReadOnlyList<string> Failures)
{
    /// <summary>Gets a value indicating whether all was as it must be.</summary>
    public bool Passed => Failures.Count == 0;

    /// <summary>Gives the result as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CheckJsonContext.Default.CheckResult);
}

/// <summary>The generated serializer of the record.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckResult))]
internal sealed partial class CheckJsonContext : JsonSerializerContext;
