using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace YolactGpu.Data.Coco;

/// <summary>Keeps a list of numbers with fractions on one line of an indented file, each as short as reads back to itself.</summary>
internal sealed class OneLineSinglesConverter : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list of numbers is needed.");
        }

        List<float> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.TokenType == JsonTokenType.Number ? reader.GetSingle() : throw new JsonException("A number is needed."));
        }

        return [.. numbers];
    }

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        string comma = options.WriteIndented ? ", " : ",";
        writer.WriteRawValue($"[{string.Join(comma, value.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]");
    }
}
