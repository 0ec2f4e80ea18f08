using System.Globalization;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Ncnn;

/// <summary>One layer of an ncnn network, as its .param file lists it.</summary>
public sealed class NcnnLayer
{
    private readonly string file;
    private readonly long offset;
    private readonly IReadOnlyDictionary<int, double> numbers;

    internal NcnnLayer(
        string file,
        long offset,
        string type,
        string name,
        IReadOnlyList<string> inputs,
        IReadOnlyList<string> outputs,
        IReadOnlyDictionary<int, double> numbers)
    {
        this.file = file;
        this.offset = offset;
        this.numbers = numbers;
        Type = type;
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>What it computes, such as Convolution.</summary>
    public string Type { get; }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The names of the blobs that it reads.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of the blobs that it writes; no other layer writes them.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Reads the layers of a .param file, in its order: every blob is written before it is read.</summary>
    /// <exception cref="WeightsException">The file is not there, or is no text .param file.</exception>
    public static IReadOnlyList<NcnnLayer> ReadAll(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileByteSource source = FileByteSource.Open(path);
        return NcnnParam.Read(source);
    }

    /// <summary>A parameter that is an integer.</summary>
    /// <param name="key">The parameter's number.</param>
    /// <param name="fallback">What it is where the file leaves it out.</param>
    /// <exception cref="WeightsException">It is something else.</exception>
    public int Integer(int key, int fallback)
    {
        double number = Number(key, fallback);
        return number is >= int.MinValue and <= int.MaxValue && double.IsInteger(number)
            ? (int)number
            : throw Error(
                string.Create(CultureInfo.InvariantCulture, $"parameter {key} is {number}; it must be an integer"));
    }

    /// <summary>A parameter that is a number.</summary>
    public double Number(int key, double fallback) => numbers.TryGetValue(key, out double number) ? number : fallback;

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name}";

    internal WeightsException Error(string problem) =>
        new(file, $"layer {Quoted.Text(Name)} ({Quoted.Line(Type)}): {problem}", offset: offset);
}
