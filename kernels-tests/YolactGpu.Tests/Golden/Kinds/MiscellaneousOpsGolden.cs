using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Tests.Golden.Kinds;

/// <summary>ops_misc: pooling, resize, softmax and activations, forward.</summary>
internal sealed class MiscellaneousOpsGolden : IGoldenKind
{
    public bool Takes(string file) => file == "ops_misc.safetensors";

    public IEnumerable<GoldenCase> Cases(GoldenEntry entry) => entry.Cases.Select(description =>
    {
        string prefix = description.GetProperty("prefix").GetString()!;
        return new GoldenCase(prefix, device => Run(device, entry, prefix));
    });

    private static void Run(GoldenDevice device, GoldenEntry entry, string prefix)
    {
        using GoldenTensors tensors = new(entry.FilePath);
        string name = prefix.TrimEnd('.');
        bool isImage = tensors.Sizes($"{prefix}x").Length == 4;
        TensorShape shape = isImage ? tensors.NhwcShape($"{prefix}x") : tensors.Shape($"{prefix}x");
        float[] x = isImage ? tensors.Nhwc($"{prefix}x") : tensors.Floats($"{prefix}x");
        float[] expected = isImage && !name.StartsWith("global_max", StringComparison.Ordinal) ? tensors.Nhwc($"{prefix}y") : tensors.Floats($"{prefix}y");
        if (name == "linear_tanh")
        {
            AssertLinear(device, tensors, prefix, shape, x, expected);
            return;
        }

        Op op = name switch
        {
            _ when name.StartsWith("maxpool", StringComparison.Ordinal) => new MaxPool2DOp(3, 2, 1),
            _ when name.StartsWith("bilinear", StringComparison.Ordinal) =>
                new ResizeBilinearOp(tensors.Sizes($"{prefix}y")[2], tensors.Sizes($"{prefix}y")[3]),
            _ when name.StartsWith("global_max", StringComparison.Ordinal) => new GlobalMaxPool2DOp(),
            "softmax" => new SoftmaxOp(),
            "relu" => new ActivationOp(Activation.Relu),
            "leaky_relu0.1" => new ActivationOp(Activation.LeakyRelu),
            "sigmoid" => new ActivationOp(Activation.Sigmoid),
            "tanh" => new ActivationOp(Activation.Tanh),
            _ => throw new InvalidOperationException($"The manifest names {name}, which this test does not know."),
        };
        (float[] y, _) = OneOpRunner.Run(device.Context(), op, shape, x);

        GoldenTensors.AssertClose(y, expected, prefix);
    }

    /// <summary>A linear layer is a convolution over images of one pixel.</summary>
    private static void AssertLinear(
        GoldenDevice device, GoldenTensors tensors, string prefix, TensorShape shape, float[] x, float[] expected)
    {
        int[] w = tensors.Sizes($"{prefix}w");
        Convolution2DOp op = new(1, 0, 1, Activation.Tanh, HasBias: true, HasResidual: false);
        (float[] y, _) = OneOpRunner.Run(
            device.Context(),
            op,
            new TensorShape(shape[0], 1, 1, shape[1]),
            x,
            GraphBuilder.Constant("w", new TensorShape(w[0], w[1], 1, 1), tensors.Floats($"{prefix}w")),
            GraphBuilder.Constant("b", tensors.Shape($"{prefix}b"), tensors.Floats($"{prefix}b")));
        GoldenTensors.AssertClose(y, expected, prefix);
    }
}
