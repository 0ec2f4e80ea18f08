using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YolactGpu.Data.Coco;

/// <summary>Keeps a list of numbers on one line of an indented file: a contour may hold thousands.</summary>
internal sealed class OneLineNumbersConverter : JsonConverter<int[]>
{
    public override int[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list of whole numbers is needed.");
        }

        List<int> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int number))
            {
                throw new JsonException("A whole number is needed.");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    public override void Write(Utf8JsonWriter writer, int[] value, JsonSerializerOptions options) =>
        writer.WriteRawValue(ToText(value, options), skipInputValidation: true);

    internal static string ToText(int[] numbers, JsonSerializerOptions options)
    {
        string comma = options.WriteIndented ? ", " : ",";
        return $"[{string.Join(comma, numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
    }
}

/// <summary>Lists of numbers, each on a line of its own in an indented file.</summary>
internal sealed class LinesOfNumbersConverter : JsonConverter<int[][]>
{
    public override int[][] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list of lists of whole numbers is needed.");
        }

        OneLineNumbersConverter numbers = new();
        List<int[]> lines = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            lines.Add(numbers.Read(ref reader, typeof(int[]), options));
        }

        return [.. lines];
    }

    public override void Write(Utf8JsonWriter writer, int[][] value, JsonSerializerOptions options)
    {
        string end = options.WriteIndented && value.Length > 0 ? "\n" + new string(' ', 2 * writer.CurrentDepth) : "";
        string start = end.Length > 0 ? end + "  " : "";
        IEnumerable<string> lines = value.Select(line => start + OneLineNumbersConverter.ToText(line, options));
        writer.WriteRawValue($"[{string.Join(',', lines)}{end}]", skipInputValidation: true);
    }
}
