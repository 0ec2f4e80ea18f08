using System.Buffers;
using System.Globalization;
using System.Text;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Ncnn;

/// <summary>
/// Reads ncnn's text .param: the magic number, the numbers of layers and blobs, then one line a layer: type, name,
/// numbers of inputs and outputs, their names, and parameters key=value. Source: ncnn's docs,
/// param-and-model-file-structure.
/// </summary>
internal sealed class NcnnParam
{
    private const string Magic = "7767517";
    private const int MaxLength = 1024 * 1024;
    private const int MaxLayers = 10_000;
    private const int KeyCount = 32;

    // Keys of arrays are written as -23300 - key.
    private const int ArrayKey = -23300;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create(
            [.. Enumerable.Range(0x20, 0x5f).Select(code => (byte)code), (byte)'\n', (byte)'\r', (byte)'\t']);

    private readonly ByteSource source;
    private readonly string text;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private int lineStart;
    private int next;

    private NcnnParam(ByteSource source, string text)
    {
        this.source = source;
        this.text = text;
    }

    internal static bool Recognises(ReadOnlySpan<byte> start) =>
        start.StartsWith("7767517\n"u8) || start.StartsWith("7767517\r\n"u8);

    internal static IReadOnlyList<NcnnLayer> Read(ByteSource source)
    {
        if (source.Length > MaxLength)
        {
            throw source.Error($"is an ncnn .param of {source.Length} bytes; at most {MaxLength} are read");
        }

        byte[] bytes = source.Read(0, (int)source.Length);
        int strange = bytes.AsSpan().IndexOfAnyExcept(Plain);
        return strange < 0
            ? new NcnnParam(source, Encoding.ASCII.GetString(bytes)).ReadLayers()
            : throw source.Error(
                $"its ncnn .param holds byte {bytes[strange]}; it must be plain text", offset: strange);
    }

    private List<NcnnLayer> ReadLayers()
    {
        string[] magic = NextLine();
        string[] counts = NextLine();
        if (magic is not [Magic] || counts.Length != 2)
        {
            throw Error($"it must begin with {Magic} and a line of two numbers, those of layers and blobs");
        }

        int layerCount = Count(counts[0], "the number of layers", MaxLayers);
        int blobCount = Count(counts[1], "the number of blobs", MaxLength);
        List<NcnnLayer> layers = [];
        for (string[] line = NextLine(); line.Length > 0; line = NextLine())
        {
            layers.Add(ReadLayer(line));
        }

        return layers.Count == layerCount && written.Count == blobCount
            ? layers
            : throw Error(
                $"it lists {layers.Count} layers and {written.Count} blobs up to here; "
                + $"it must list the {layerCount} and {blobCount} that its second line tells");
    }

    private NcnnLayer ReadLayer(string[] line)
    {
        if (line.Length < 4)
        {
            throw Error("a layer needs a type, a name and the numbers of its inputs and outputs");
        }

        int inputCount = Count(line[2], "the number of inputs", line.Length);
        int outputCount = Count(line[3], "the number of outputs", line.Length);
        int parameters = 4 + inputCount + outputCount;
        if (parameters > line.Length)
        {
            throw Error(
                $"the layer names {line.Length - 4} blobs; it must name {inputCount} inputs and {outputCount} outputs");
        }

        string[] inputs = line[4..(4 + inputCount)];
        string[] outputs = line[(4 + inputCount)..parameters];
        if (!names.Add(line[1]))
        {
            throw Error($"a second layer is named {Quoted.Text(line[1])}; names must differ");
        }

        if (Array.Find(inputs, input => !written.Contains(input)) is { } unknown)
        {
            throw Error($"the layer reads {Quoted.Text(unknown)}, which no layer before it writes");
        }

        if (Array.Find(outputs, output => !written.Add(output)) is { } twice)
        {
            throw Error($"the layer writes {Quoted.Text(twice)}, which has been written already");
        }

        return new NcnnLayer(
            source.Name, lineStart, line[0], line[1], inputs, outputs, ReadNumbers(line.AsSpan(parameters)));
    }

    /// <summary>The parameters that are numbers; arrays and texts are checked for their form alone.</summary>
    private Dictionary<int, double> ReadNumbers(ReadOnlySpan<string> items)
    {
        Dictionary<int, double> numbers = [];
        HashSet<int> keys = [];
        foreach (string item in items)
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0
                || !int.TryParse(
                    item.AsSpan(0, equals), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int key))
            {
                throw Error($"{Quoted.Text(item)} is no parameter; it must be a number, '=' and a value");
            }

            // Not -(key - ArrayKey): the key may be the least integer.
            int index = key <= ArrayKey ? (int)(ArrayKey - (long)key) : key;
            if (index is < 0 or >= KeyCount || !keys.Add(index))
            {
                throw Error($"{Quoted.Text(item)} has the key {key}; it must be 0 to {KeyCount - 1} and occur once");
            }

            string value = item[(equals + 1)..];
            bool isPlain = key >= 0 && !value.Contains(',', StringComparison.Ordinal) && !IsText(value);
            if (isPlain)
            {
                numbers.Add(
                    key,
                    double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                        && double.IsFinite(number)
                        ? number
                        : throw Error($"{Quoted.Text(item)} has no number behind '='"));
            }
        }

        return numbers;
    }

    private static bool IsText(string value) => value.Length > 0 && (char.IsAsciiLetter(value[0]) || value[0] == '"');

    private int Count(string word, string what, int most) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= most
            ? count
            : throw Error($"{what} is {Quoted.Text(word)}; it must be 0 to {most}");

    /// <summary>The words of the next line that is not blank; none at the end.</summary>
    private string[] NextLine()
    {
        while (next < text.Length)
        {
            lineStart = next;
            int end = text.IndexOf('\n', next);
            end = end < 0 ? text.Length : end;
            string[] words = text[next..end].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            next = Math.Min(end + 1, text.Length);
            if (words.Length > 0)
            {
                return words;
            }
        }

        return [];
    }

    private WeightsException Error(string problem) => source.Error($"in its ncnn .param: {problem}", offset: lineStart);
}
