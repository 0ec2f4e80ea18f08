namespace YolactGpu.Weights;

/// <summary>A tensor and the way to its bytes: row-major, without gaps, little-endian.</summary>
internal sealed record TensorEntry(WeightTensorInfo Info, Func<Stream> OpenRead);
