using System.Text.Json;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>ops_conv2d: forward, with the plain kernel and with the one that the op would choose.</summary>
internal sealed class ConvolutionGolden : IGoldenKind
{
    public bool Takes(string file) => file == "ops_conv2d.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.SelectMany(description =>
    {
        string prefix = description.GetProperty("prefix").GetString()!;
        return new[]
        {
            new GoldenCase($"{prefix} plain", device => Run(device, entry, prefix, description, plainOnly: true)),
            new GoldenCase($"{prefix} chosen", device => Run(device, entry, prefix, description, plainOnly: false)),
        };
    });

    private static void Run(GoldenDevice device, GoldenEntry entry, string prefix, JsonElement description, bool plainOnly)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        bool hasBias = description.GetProperty("bias").GetBoolean();
        Convolution2DOp op = new(
            description.GetProperty("stride").GetInt32(),
            description.GetProperty("padding").GetInt32(),
            description.GetProperty("dilation").GetInt32(),
            Activation.None,
            hasBias,
            HasResidual: false);
        List<Value> constants = [GraphBuilder.Constant("w", tensors.Shape($"{prefix}w"), tensors.Floats($"{prefix}w"))];
        if (hasBias)
        {
            constants.Add(GraphBuilder.Constant("b", tensors.Shape($"{prefix}b"), tensors.Floats($"{prefix}b")));
        }

        (float[] y, _) = OneOpRunner.Run(
            device.Context(plainOnly), op, tensors.NhwcShape($"{prefix}x"), tensors.Nhwc($"{prefix}x"), [.. constants]);

        GoldenTensors.AssertClose(y, tensors.Nhwc($"{prefix}y"), prefix);
    }
}
