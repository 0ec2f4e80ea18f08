namespace YolactGpu.WeightsConverter.Onnx;

/// <summary>How a network is written as ONNX.</summary>
/// <param name="FoldBatchNorm">Whether batch norms become part of the convolutions before them.</param>
/// <param name="DynamicBatch">Whether the number of images is left open; else it is 1.</param>
/// <param name="InputSize">Side of the images in pixels; 0 for that of the configuration.</param>
internal sealed record OnnxOptions(bool FoldBatchNorm = true, bool DynamicBatch = false, int InputSize = 0);
