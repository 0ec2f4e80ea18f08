using System.Globalization;

namespace YolactGpu.Weights.Pickle;

/// <summary>Makes the values that opcodes ask for, each paid for and checked, and puts them on the stack.</summary>
internal sealed class PickleBuilder(PickleReader reader, PickleBudget budget, PickleStack stack)
{
    private const int BoxSize = 32;
    private const int TextSize = 40;
    private const int ContainerSize = 128;
    private const int ListItemSize = 16;
    private const int DictionaryItemSize = 96;

    internal void Push<T>(T value)
        where T : struct
    {
        budget.Take(BoxSize);
        stack.Push(value);
    }

    /// <summary>A signed little-endian integer of that many bytes.</summary>
    internal void PushInteger(int byteCount)
    {
        if (byteCount is < 0 or > PickleBudget.MaxIntegerLength)
        {
            throw reader.Error(
                $"its pickle has an integer of {byteCount} bytes; at most {PickleBudget.MaxIntegerLength} are read");
        }

        byte[] bytes = reader.ReadBytes(byteCount);
        Int128 value = byteCount > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int index = byteCount - 1; index >= 0; index--)
        {
            value = (value << 8) | bytes[index];
        }

        PushShortest(value);
    }

    /// <summary>Digits; or 00 and 01, which is how old protocols write False and True.</summary>
    internal void PushIntegerLine(string digits)
    {
        if (digits is "00" or "01")
        {
            Push(digits == "01");
            return;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        PushShortest(Int128.TryParse(digits, Style, CultureInfo.InvariantCulture, out Int128 value)
            ? value
            : throw reader.Error($"its pickle has {Quoted.Text(digits)} where an integer of 128 bits must be"));
    }

    internal void PushFloatLine(string digits) =>
        Push(double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw reader.Error($"its pickle has {Quoted.Text(digits)} where a number must be"));

    internal void PushText(long byteCount)
    {
        CheckLength(byteCount, "a text");
        budget.Take(TextSize + (2 * byteCount));
        stack.Push(reader.ReadText((int)byteCount));
    }

    internal void PushTextLine(string line)
    {
        if (line.Contains('\\', StringComparison.Ordinal))
        {
            throw reader.Error($"its pickle has the text {Quoted.Text(line)}; a text on a line must have no escapes");
        }

        budget.Take(TextSize + (2 * line.Length));
        stack.Push(line);
    }

    internal void PushQuotedLine(string line)
    {
        bool isQuoted = line.Length >= 2 && line[0] is '\'' or '"' && line[^1] == line[0];
        PushTextLine(isQuoted
            ? line[1..^1]
            : throw reader.Error($"its pickle has {Quoted.Text(line)} where a quoted text must be"));
    }

    internal void PushBytes(long count)
    {
        CheckLength(count, "a run of bytes");
        budget.Take(TextSize + count);
        stack.Push(reader.ReadBytes((int)count));
    }

    internal void PushTuple(object?[] items) => PushContainer(new PickleTuple(items));

    internal void PushList(object?[] items)
    {
        PushContainer(new PickleList());
        AppendTo(items);
    }

    internal void AppendTo(object?[] items)
    {
        if (stack.Peek() is not PickleList list)
        {
            throw reader.Error("its pickle appends to something else than a list");
        }

        budget.Take((long)items.Length * ListItemSize);
        foreach (object? item in items)
        {
            list.Add(item);
        }

        CheckDepth(list);
    }

    internal void PushDictionary(object?[] keysAndValues)
    {
        PushContainer(new PickleDictionary());
        SetItems(keysAndValues);
    }

    internal void SetItems(object?[] keysAndValues)
    {
        if (stack.Peek() is not PickleDictionary dictionary || keysAndValues.Length % 2 != 0)
        {
            throw reader.Error("its pickle sets items of something else than a dictionary, or half an item");
        }

        for (int index = 0; index < keysAndValues.Length; index += 2)
        {
            SetItem(dictionary, keysAndValues[index], keysAndValues[index + 1]);
        }
    }

    internal void SetItem(PickleDictionary dictionary, object? key, object? value)
    {
        if (key is not (null or string or bool or long or double))
        {
            throw reader.Error("a dictionary of its pickle has a key that is neither a text nor a number");
        }

        budget.Take(DictionaryItemSize);
        if (!dictionary.TryAdd(key, value))
        {
            throw reader.Error($"a dictionary of its pickle has the key {Describe(key)} twice; keys must differ");
        }

        CheckDepth(dictionary);
    }

    internal void PushContainer(PickleContainer container)
    {
        budget.Take(ContainerSize);
        CheckDepth(container);
        stack.Push(container);
    }

    private static string Describe(object? key) =>
        Quoted.Text(Convert.ToString(key, CultureInfo.InvariantCulture) ?? "None");

    private void PushShortest(Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            Push((long)value);
        }
        else
        {
            Push(value);
        }
    }

    private void CheckLength(long length, string thing)
    {
        if (length is < 0 or > PickleBudget.MaxTextLength)
        {
            throw reader.Error(
                $"its pickle has {thing} of {length} bytes; at most {PickleBudget.MaxTextLength} are read");
        }
    }

    private void CheckDepth(PickleContainer container)
    {
        if (container.Depth > PickleBudget.MaxDepth)
        {
            throw reader.Error($"its pickle nests values more than {PickleBudget.MaxDepth} deep, the most it may");
        }
    }
}
