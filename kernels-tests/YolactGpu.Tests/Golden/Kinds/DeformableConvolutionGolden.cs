using System.Collections.Immutable;
using System.Text.Json;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>ops_deform_conv2d: forward, with the plain kernel and with the one that the op would choose.</summary>
internal sealed class DeformableConvolutionGolden : IGoldenKind
{
    public bool Takes(string file) => file == "ops_deform_conv2d.safetensors";

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
        DeformableConvolution2DOp op = new(
            description.GetProperty("stride").GetInt32(),
            description.GetProperty("padding").GetInt32(),
            description.GetProperty("dilation").GetInt32(),
            Activation.None,
            HasBias: true,
            HasResidual: false);
        GraphBuilder builder = new();
        Value x = builder.Input("x", new TensorType(ElementType.Float32, tensors.NhwcShape($"{prefix}x")));
        Value offsetMask = builder.Input("raw", new TensorType(ElementType.Float32, tensors.NhwcShape($"{prefix}offset_mask_raw")));
        Value weights = GraphBuilder.Constant("w", tensors.Shape($"{prefix}w"), tensors.Floats($"{prefix}w"));
        Value bias = GraphBuilder.Constant("b", tensors.Shape($"{prefix}b"), tensors.Floats($"{prefix}b"));
        builder.Output("y", builder.Add("y", op, x, offsetMask, weights, bias));

        float[] y = OneOpRunner.Run(
            device.Context(plainOnly),
            builder.Build(),
            ImmutableDictionary<string, float[]>.Empty
                .Add("x", tensors.Nhwc($"{prefix}x")).Add("raw", tensors.Nhwc($"{prefix}offset_mask_raw")))["y"];

        GoldenTensors.AssertClose(y, tensors.Nhwc($"{prefix}y"), prefix);
    }
}
