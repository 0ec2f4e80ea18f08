using System.Collections.Immutable;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;

namespace YolactGpu.Tests.Library;

/// <summary>A network of 0.1 million weights and three classes that takes milliseconds, and images for it.</summary>
internal static class TinyNetwork
{
    /// <summary>Gets the configuration; with weights from the formula it finds something on every image.</summary>
    internal static YolactConfig Config { get; } = YolactConfigs.ResNet50 with
    {
        Name = "tiny",
        InputSize = 64,
        ClassNames = ["cat", "dog", "bird"],
        CategoryIds = [1, 2, 3],
        Backbone = new ResNetConfig { Blocks = [1, 1, 1, 1], Planes = [4, 8, 8, 8], StemChannels = 8 },
        Anchors = new AnchorConfig { Scales = [[4], [8], [16], [32], [48]] },
        Fpn = new FpnConfig { Features = 16 },
        Protonet = new ProtonetConfig
        {
            Layers =
            [
                new NetConvolution(16, 3, 1), new NetConvolution(16, 3, 1), new NetConvolution(16, 3, 1),
                new NetUpsampling(2), new NetConvolution(16, 3, 1), new NetConvolution(8, 1, 0),
            ],
        },
        Head = new HeadConfig { Layers = [new NetConvolution(16, 3, 1)] },
    };

    /// <summary>Gets the same with the keypoints of COCO's persons.</summary>
    internal static YolactConfig KeypointConfig { get; } = Config with
    {
        Head = Config.Head with { Keypoints = YolactGpu.Model.Configs.KeypointConfig.CocoPerson },
    };

    /// <summary>Gets the same as a YOLACT++: deformable blocks, three scales per cell, a mask IoU net.</summary>
    internal static YolactConfig PlusConfig { get; } = Config with
    {
        Backbone = (ResNetConfig)Config.Backbone with { Blocks = [1, 2, 1, 1], DeformableBlocks = [0, 2, 1, 1] },
        Anchors = new AnchorConfig
        {
            Scales = [[4, 5, 6], [8, 10, 12], [16, 20, 24], [32, 40, 48], [48, 56, 64]],
            UseSquareAnchors = false,
        },
        MaskIoU = new MaskIoUConfig { Channels = [4, 8] },
    };

    /// <summary>Gets options for the CPU device, on which results are exact.</summary>
    internal static YolactDetectorOptions Options { get; } = new() { Config = Config, Device = "cpu", ScoreThreshold = 0.05f };

    internal static YolactDetector CreateDetector() => YolactDetector.CreateWithFormulaWeights(Options);

    /// <summary>A picture of smooth colours and noise.</summary>
    internal static RgbImage Image(int width, int height, int seed = 1)
    {
        Random random = new(seed);
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int pixel = i / 3;
            int slope = ((pixel % width * (seed + (i % 3))) + (pixel / width * 2)) % 200;
            pixels[i] = (byte)(slope + random.Next(56));
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>Everything in a result but its timings, to the last bit.</summary>
    internal static ImmutableArray<string> Describe(Detections found) =>
    [
        $"{found.ImageWidth} x {found.ImageHeight}",
        .. found.Select(item =>
            $"{item.ClassId} {item.ClassName} {BitConverter.SingleToInt32Bits(item.Score):x8} {item.Box} {string.Join(' ', item.Mask.ToRle().Counts.ToArray())} {string.Join(' ', item.Keypoints)}"),
    ];
}
