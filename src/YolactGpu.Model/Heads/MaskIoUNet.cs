using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Kernels.Masks;
using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Heads;

/// <summary>What soft masks are made of.</summary>
/// <param name="Prototypes">[N, h, w, M].</param>
/// <param name="Coefficients">[N, D, M].</param>
/// <param name="Boxes">[N, D, 4].</param>
/// <param name="Scores">[N, D].</param>
/// <param name="Counts">[N].</param>
internal readonly record struct DetectedMasks(Value Prototypes, Value Coefficients, Value Boxes, Value Scores, Value Counts);

/// <summary>
/// YOLACT++'s prediction of how well a mask covers its object: 3x3 convolutions of stride 2 without padding over the cropped soft
/// mask, a 1x1 convolution to the classes, a relu behind each, the maximum over the image. Layer i stands at index 2i of a
/// checkpoint's maskiou_net. Source: FastMaskIoUNet in yolact.py and postprocess in output_utils.py.
/// </summary>
internal static class MaskIoUNet
{
    private const int CropPadding = 1;

    /// <summary>Adds the net over the masks of all detections and gives the overlaps [N·D, classes].</summary>
    public static Value Build(LayerBuilder layers, DetectedMasks detected, YolactConfig config)
    {
        MaskCrop crop = config.Detection.CropMasks ? MaskCrop.PredictedBox : MaskCrop.Off;
        Value masks = layers.Graph.Add(
            "detect.masks",
            new MaskAssemblyOp(crop, CropPadding) { Activation = config.Protonet.MaskActivation },
            detected.Prototypes,
            detected.Coefficients,
            detected.Boxes,
            detected.Scores,
            detected.Counts);
        TensorShape sizes = masks.Shape;
        MaskIoUConfig net = config.MaskIoU!;
        if (Math.Min(sizes[2], sizes[3]) < net.SmallestInput)
        {
            throw new ConfigException(
                $"Config {config.Name}: the prototypes are {sizes[3]} x {sizes[2]}; the mask IoU net needs at least {net.SmallestInput} x {net.SmallestInput}.");
        }

        Value x = layers.Graph.Add("detect.maskiou.input", new ReshapeOp(new TensorShape(sizes[0] * sizes[1], sizes[2], sizes[3], 1)), masks);
        foreach (Layer layer in Layers(config))
        {
            x = layers.Convolution(layer.Path, x, layer.Outputs, layer.FilterSize, layer.Stride, name: $"detect.{layer.Path}");
            x = layers.Relu($"detect.{layer.Path}.relu", x);
        }

        return layers.Graph.Add("detect.maskiou", new GlobalMaxPool2DOp(), x);
    }

    /// <summary>Says that a checkpoint holds the net, where a graph without detection does not need it.</summary>
    public static void Skip(LayerBuilder layers, YolactConfig config)
    {
        foreach (Layer layer in Layers(config))
        {
            layers.Skip(layer.Path, layer.Outputs, layer.Inputs, layer.FilterSize, layer.FilterSize);
        }
    }

    private static IEnumerable<Layer> Layers(YolactConfig config)
    {
        int index = 0;
        int inputs = 1;
        foreach (int outputs in config.MaskIoU!.Channels)
        {
            yield return new Layer($"maskiou_net.maskiou_net.{index}", inputs, outputs, MaskIoUConfig.FilterSize, MaskIoUConfig.Stride);
            inputs = outputs;
            index += 2;
        }

        yield return new Layer($"maskiou_net.maskiou_net.{index}", inputs, config.ClassNames.Length, FilterSize: 1, Stride: 1);
    }

    private readonly record struct Layer(string Path, int Inputs, int Outputs, int FilterSize, int Stride);
}
