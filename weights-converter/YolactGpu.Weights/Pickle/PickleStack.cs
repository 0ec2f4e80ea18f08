namespace YolactGpu.Weights.Pickle;

/// <summary>The stack, the marks on it and the memo of an unpickler, each bounded.</summary>
internal sealed class PickleStack(PickleReader reader, PickleBudget budget)
{
    private const int ReferenceSize = 8;
    private const int MemoEntrySize = 48;

    private readonly List<object?> values = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>The number of values above the last mark.</summary>
    private int Reachable => values.Count - (marks.Count == 0 ? 0 : marks[^1]);

    internal void Push(object? value)
    {
        if (values.Count == PickleBudget.MaxStack)
        {
            throw reader.Error($"its pickle stacks more than {PickleBudget.MaxStack} values, which is the most it may");
        }

        values.Add(value);
    }

    internal object? Peek()
    {
        NeedReachable(1);
        return values[^1];
    }

    internal object? Pop()
    {
        object? value = Peek();
        values.RemoveAt(values.Count - 1);
        return value;
    }

    internal object?[] Pop(int count)
    {
        NeedReachable(count);
        budget.Take((long)count * ReferenceSize);
        object?[] items = new object?[count];
        values.CopyTo(values.Count - count, items, 0, count);
        values.RemoveRange(values.Count - count, count);
        return items;
    }

    internal void Mark()
    {
        if (marks.Count == PickleBudget.MaxMarks)
        {
            throw reader.Error($"its pickle nests more than {PickleBudget.MaxMarks} marks, which is the most it may");
        }

        marks.Add(values.Count);
    }

    /// <summary>Takes everything above the last mark, and the mark.</summary>
    internal object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw reader.Error("its pickle asks for a mark that was never set");
        }

        object?[] items = Pop(Reachable);
        marks.RemoveAt(marks.Count - 1);
        return items;
    }

    internal void Remember(long index)
    {
        if (memo.Count == PickleBudget.MaxMemo || index < 0)
        {
            throw reader.Error(
                $"its pickle remembers value {index}; it may remember {PickleBudget.MaxMemo}, numbered from 0");
        }

        budget.Take(MemoEntrySize);
        memo[index] = Peek();
    }

    internal void RememberNext() => Remember(memo.Count);

    internal void Recall(long index)
    {
        if (!memo.TryGetValue(index, out object? value))
        {
            throw reader.Error($"its pickle recalls value {index}, which was never remembered");
        }

        Push(value);
    }

    /// <summary>The one value left at the end.</summary>
    internal object? Finish()
    {
        object? result = Pop();
        return values.Count == 0 && marks.Count == 0
            ? result
            : throw reader.Error($"its pickle ends with {values.Count} values too many; one must be left");
    }

    private void NeedReachable(int count)
    {
        if (Reachable < count)
        {
            throw reader.Error("its pickle takes a value from an empty stack");
        }
    }
}
