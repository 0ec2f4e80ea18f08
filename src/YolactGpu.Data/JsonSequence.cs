using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace YolactGpu.Data;

/// <summary>A JSON list that is written as its items come, each on a line of its own, and what stands around it.</summary>
/// <param name="head">What stands before the first item, with the bracket.</param>
/// <param name="tail">What stands after the last one, with the bracket.</param>
/// <param name="type">How an item is written.</param>
/// <typeparam name="T">An item.</typeparam>
internal sealed class JsonSequence<T>(byte[] head, byte[] tail, JsonTypeInfo<T> type)
{
    private bool isStarted;

    /// <summary>Writes an item, with what separates it from the one before.</summary>
    internal void Add(Stream stream, T item)
    {
        if (!isStarted)
        {
            stream.Write(head);
        }

        stream.Write(isStarted ? ",\n"u8 : "\n"u8);
        isStarted = true;
        JsonSerializer.Serialize(stream, item, type);
    }

    /// <summary>Ends the list. Further items may take the place of its end.</summary>
    internal void End(Stream stream)
    {
        stream.Write(isStarted ? "\n"u8 : head);
        stream.Write(tail);
        stream.WriteByte((byte)'\n');
    }
}
