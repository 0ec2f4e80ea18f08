using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace YolactGpu.Tests.Converter.Support;

/// <summary>
/// Puts an ncnn network together, layer by layer. As in files made by ncnn's own tools, layers and blobs have numbers for names,
/// and a blob that is read several times goes through a Split first.
/// </summary>
internal sealed class NcnnNetworkText
{
    private readonly List<(string Type, string[] Inputs, string Output, string Parameters)> layers = [];
    private readonly List<byte> bin = [];
    private int nextBlob = 100;

    /// <summary>Adds a layer and gives the name of its output.</summary>
    internal string Layer(string type, string[] inputs, string parameters = "")
    {
        string output = (nextBlob++).ToString(CultureInfo.InvariantCulture);
        layers.Add((type, inputs, output, parameters));
        return output;
    }

    /// <summary>Adds numbers as they are.</summary>
    internal void Raw(ReadOnlySpan<float> values) => bin.AddRange(MemoryMarshal.AsBytes(values));

    /// <summary>Adds numbers behind the tag that tells how they are stored.</summary>
    internal void Tagged(ReadOnlySpan<float> values, bool isHalf)
    {
        Span<byte> tag = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tag, isHalf ? 0x01306B47u : 0);
        bin.AddRange(tag);
        if (!isHalf)
        {
            Raw(values);
            return;
        }

        foreach (float value in values)
        {
            bin.AddRange(BitConverter.GetBytes((Half)value));
        }

        bin.AddRange(new byte[values.Length % 2 * 2]);
    }

    internal byte[] Bin() => [.. bin];

    internal string Param()
    {
        Dictionary<string, Queue<string>> copies = [];
        List<string> lines = [];
        int blobs = 0;
        foreach ((string type, string[] inputs, string output, string parameters) in layers)
        {
            string[] read = [.. inputs.Select(input => copies.TryGetValue(input, out Queue<string>? queue) ? queue.Dequeue() : input)];
            lines.Add(Line(type, $"{type}_{lines.Count}", read, [output], parameters));
            blobs++;
            int readers = layers.Sum(layer => layer.Inputs.Count(input => input == output));
            if (readers > 1)
            {
                string[] splits = [.. Enumerable.Range(0, readers).Select(i => $"{output}_splitncnn_{i.ToString(CultureInfo.InvariantCulture)}")];
                lines.Add(Line("Split", $"splitncnn_{lines.Count}", [output], splits, ""));
                copies.Add(output, new Queue<string>(splits));
                blobs += readers;
            }
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"7767517\n{lines.Count} {blobs}\n");
        text.AppendJoin('\n', lines);
        return text.Append('\n').ToString();
    }

    private static string Line(string type, string name, string[] inputs, string[] outputs, string parameters) =>
        $"{type,-16} {name,-24} {inputs.Length} {outputs.Length} {string.Join(' ', [.. inputs, .. outputs])} {parameters}".TrimEnd();
}
