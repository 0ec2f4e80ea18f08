using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>ops_batchnorm: inference; the training mode is not done yet.</summary>
internal sealed class BatchNormGolden : IGoldenKind
{
    public bool Takes(string file) => file == "ops_batchnorm.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description =>
    {
        string prefix = description.GetProperty("prefix").GetString()!;
        float epsilon = description.GetProperty("eps").GetSingle();
        return description.GetProperty("mode").GetString() == "eval"
            ? new GoldenCase(prefix, device => Run(device, entry, prefix, epsilon))
            : new GoldenCase(prefix, null);
    });

    private static void Run(GoldenDevice device, GoldenEntry entry, string prefix, float epsilon)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        string[] names = ["gamma", "beta", "running_mean_before", "running_var_before"];
        Value[] constants = [.. names.Select(name =>
            GraphBuilder.Constant(name, tensors.Shape($"{prefix}{name}"), tensors.Floats($"{prefix}{name}")))];

        (float[] y, _) = OneOpRunner.Run(
            device.Context(), new BatchNormOp(epsilon), tensors.NhwcShape($"{prefix}x"), tensors.Nhwc($"{prefix}x"), constants);

        GoldenTensors.AssertClose(y, tensors.Nhwc($"{prefix}y"), prefix);
    }
}
