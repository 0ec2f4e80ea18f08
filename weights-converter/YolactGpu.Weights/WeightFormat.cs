namespace YolactGpu.Weights;

/// <summary>The kind of a weights file, recognised by its content.</summary>
public enum WeightFormat
{
    /// <summary>A safetensors file: a JSON header and raw little-endian data.</summary>
    Safetensors,

    /// <summary>What torch.save has written since PyTorch 1.6: a zip of a pickle and the storages.</summary>
    TorchZip,

    /// <summary>What torch.save wrote before PyTorch 1.6: five pickles followed by the raw storages.</summary>
    TorchLegacy,

    /// <summary>
    /// A network for ncnn: a text .param that lists the layers, and a .bin of their numbers beside it.
    /// </summary>
    Ncnn,
}
