namespace YolactGpu.Weights;

/// <summary>
/// An open weights file: what it holds is known, the data is read tensor by tensor when asked for. Reading does not
/// change it and may be done from several threads at once.
/// </summary>
public interface IWeightFile : IDisposable
{
    /// <summary>The file's path, or the name given to the stream or the bytes.</summary>
    string Path { get; }

    /// <summary>The format, recognised by the content.</summary>
    WeightFormat Format { get; }

    /// <summary>The tensors, in the file's order; no two have the same name.</summary>
    IReadOnlyList<WeightTensorInfo> Tensors { get; }

    /// <summary>
    /// Texts stored beside the tensors: the metadata of safetensors; numbers and texts beside the state dict of a
    /// PyTorch file, such as "epoch".
    /// </summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// What else the file holds and this interface does not give, one description each, such as
    /// "optimizer: a dictionary of 2 entries".
    /// </summary>
    IReadOnlyList<string> SkippedEntries { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="WeightsException">There is none.</exception>
    WeightTensorInfo GetTensor(string name);

    /// <summary>The elements in row-major order: exact for F32, F16 and BF16, else rounded to nearest.</summary>
    /// <exception cref="WeightsException">There is no such tensor, or its data is damaged.</exception>
    float[] ReadSingles(string name);

    /// <summary>Like <see cref="ReadSingles(string)"/>, into memory that holds exactly the tensor.</summary>
    void ReadSingles(string name, Span<float> destination);

    /// <summary>The elements in row-major order: exact for all but 64-bit integers beyond 2^53.</summary>
    double[] ReadDoubles(string name);

    /// <summary>Like <see cref="ReadDoubles(string)"/>, into memory that holds exactly the tensor.</summary>
    void ReadDoubles(string name, Span<double> destination);

    /// <summary>The elements of an integer or boolean tensor in row-major order.</summary>
    /// <exception cref="WeightsException">The elements are not integers, or one does not fit.</exception>
    long[] ReadInt64(string name);

    /// <summary>Like <see cref="ReadInt64(string)"/>, into memory that holds exactly the tensor.</summary>
    void ReadInt64(string name, Span<long> destination);

    /// <summary>The elements as they are, row-major without gaps, little-endian.</summary>
    byte[] ReadBytes(string name);

    /// <summary>Like <see cref="ReadBytes"/>, as a stream, for tensors too large to hold twice.</summary>
    Stream OpenRead(string name);
}
