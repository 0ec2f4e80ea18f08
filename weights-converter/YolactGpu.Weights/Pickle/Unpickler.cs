using System.Globalization;

namespace YolactGpu.Weights.Pickle;

/// <summary>
/// Interprets a pickle as data. It knows the opcodes of <see cref="PickleOpcode"/> and the names of
/// <see cref="PickleGlobals"/>; whatever else a pickle asks for is refused, so that nothing in a file can run. No step
/// recurses, and memory and steps are bounded by <see cref="PickleBudget"/>.
/// </summary>
internal sealed class Unpickler
{
    private readonly PickleReader reader;
    private readonly PickleBudget budget;
    private readonly PickleStack stack;
    private readonly PickleBuilder builder;
    private readonly PickleReductions reductions;

    private Unpickler(PickleReader reader)
    {
        this.reader = reader;
        budget = new PickleBudget(reader);
        stack = new PickleStack(reader, budget);
        builder = new PickleBuilder(reader, budget, stack);
        reductions = new PickleReductions(reader, budget, builder);
    }

    /// <summary>
    /// Reads one pickle, and the storages that it names by key; the reader then stands behind its STOP opcode.
    /// </summary>
    internal static object? Load(PickleReader reader, out IReadOnlyDictionary<string, StorageReference> storages)
    {
        Unpickler unpickler = new(reader);
        storages = unpickler.reductions.Storages;
        return unpickler.Run();
    }

    private object? Run()
    {
        while (true)
        {
            budget.CountStep();
            PickleOpcode opcode = (PickleOpcode)reader.ReadByte();
            if (opcode == PickleOpcode.Stop)
            {
                return stack.Finish();
            }

            if (!TryNumber(opcode) && !TryText(opcode) && !TryContainer(opcode) && !TryObject(opcode)
                && !TryStack(opcode))
            {
                throw reader.Error(
                    $"its pickle has opcode 0x{(byte)opcode:x2}, which a weights file does not need and is refused",
                    reader.Position - 1);
            }
        }
    }

    private bool TryNumber(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None:
                stack.Push(null);
                return true;
            case PickleOpcode.NewTrue:
                builder.Push(true);
                return true;
            case PickleOpcode.NewFalse:
                builder.Push(false);
                return true;
            case PickleOpcode.BinInt:
                builder.Push((long)reader.ReadInt32());
                return true;
            case PickleOpcode.BinInt1:
                builder.Push((long)reader.ReadByte());
                return true;
            case PickleOpcode.BinInt2:
                builder.Push((long)reader.ReadUInt16());
                return true;
            case PickleOpcode.Int:
                builder.PushIntegerLine(reader.ReadLine());
                return true;
            case PickleOpcode.Long:
                builder.PushIntegerLine(reader.ReadLine().TrimEnd('L'));
                return true;
            case PickleOpcode.Long1:
                builder.PushInteger(reader.ReadByte());
                return true;
            case PickleOpcode.Long4:
                builder.PushInteger(reader.ReadInt32());
                return true;
            case PickleOpcode.Float:
                builder.PushFloatLine(reader.ReadLine());
                return true;
            case PickleOpcode.BinFloat:
                builder.Push(reader.ReadDoubleBigEndian());
                return true;
            default:
                return false;
        }
    }

    private bool TryText(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinUnicode:
            case PickleOpcode.BinString:
                builder.PushText((uint)reader.ReadInt32());
                return true;
            case PickleOpcode.ShortBinUnicode:
            case PickleOpcode.ShortBinString:
                builder.PushText(reader.ReadByte());
                return true;
            case PickleOpcode.BinUnicode8:
                builder.PushText(reader.ReadInt64());
                return true;
            case PickleOpcode.Unicode:
                builder.PushTextLine(reader.ReadLine());
                return true;
            case PickleOpcode.String:
                builder.PushQuotedLine(reader.ReadLine());
                return true;
            case PickleOpcode.BinBytes:
                builder.PushBytes((uint)reader.ReadInt32());
                return true;
            case PickleOpcode.ShortBinBytes:
                builder.PushBytes(reader.ReadByte());
                return true;
            case PickleOpcode.BinBytes8:
            case PickleOpcode.ByteArray8:
                builder.PushBytes(reader.ReadInt64());
                return true;
            default:
                return false;
        }
    }

    private bool TryContainer(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyTuple:
                builder.PushTuple([]);
                return true;
            case PickleOpcode.Tuple1:
                builder.PushTuple(stack.Pop(1));
                return true;
            case PickleOpcode.Tuple2:
                builder.PushTuple(stack.Pop(2));
                return true;
            case PickleOpcode.Tuple3:
                builder.PushTuple(stack.Pop(3));
                return true;
            case PickleOpcode.Tuple:
                builder.PushTuple(stack.PopToMark());
                return true;
            case PickleOpcode.EmptyList:
                builder.PushList([]);
                return true;
            case PickleOpcode.List:
                builder.PushList(stack.PopToMark());
                return true;
            case PickleOpcode.Append:
                builder.AppendTo(stack.Pop(1));
                return true;
            case PickleOpcode.Appends:
                builder.AppendTo(stack.PopToMark());
                return true;
            case PickleOpcode.EmptyDict:
                builder.PushDictionary([]);
                return true;
            case PickleOpcode.Dict:
                builder.PushDictionary(stack.PopToMark());
                return true;
            case PickleOpcode.SetItem:
                builder.SetItems(stack.Pop(2));
                return true;
            case PickleOpcode.SetItems:
                builder.SetItems(stack.PopToMark());
                return true;
            default:
                return false;
        }
    }

    private bool TryObject(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                stack.Push(reductions.Global(reader.ReadLine(), reader.ReadLine()));
                return true;
            case PickleOpcode.StackGlobal:
                object?[] names = stack.Pop(2);
                stack.Push(names is [string module, string name]
                    ? reductions.Global(module, name)
                    : throw reader.Error("its pickle names a global by something else than two texts"));
                return true;
            case PickleOpcode.Reduce:
                object?[] call = stack.Pop(2);
                stack.Push(reductions.Reduce(call[0], call[1]));
                return true;
            case PickleOpcode.Build:
                object? state = stack.Pop();
                reductions.Build(stack.Peek(), state);
                return true;
            case PickleOpcode.BinPersId:
                stack.Push(reductions.Storage(stack.Pop()));
                return true;
            default:
                return false;
        }
    }

    private bool TryStack(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                CheckProtocol(reader.ReadByte());
                return true;
            case PickleOpcode.Frame:
                reader.ReadInt64();
                return true;
            case PickleOpcode.Mark:
                stack.Mark();
                return true;
            case PickleOpcode.Pop:
                stack.Pop();
                return true;
            case PickleOpcode.PopMark:
                stack.PopToMark();
                return true;
            case PickleOpcode.Dup:
                stack.Push(stack.Peek());
                return true;
            case PickleOpcode.Get:
                stack.Recall(ReadIndexLine());
                return true;
            case PickleOpcode.BinGet:
                stack.Recall(reader.ReadByte());
                return true;
            case PickleOpcode.LongBinGet:
                stack.Recall((uint)reader.ReadInt32());
                return true;
            case PickleOpcode.Put:
                stack.Remember(ReadIndexLine());
                return true;
            case PickleOpcode.BinPut:
                stack.Remember(reader.ReadByte());
                return true;
            case PickleOpcode.LongBinPut:
                stack.Remember((uint)reader.ReadInt32());
                return true;
            case PickleOpcode.Memoize:
                stack.RememberNext();
                return true;
            default:
                return false;
        }
    }

    private void CheckProtocol(byte protocol)
    {
        if (protocol > 5)
        {
            throw reader.Error($"its pickle has protocol {protocol}; it must be 0 to 5");
        }
    }

    private long ReadIndexLine()
    {
        string digits = reader.ReadLine();
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
            ? index
            : throw reader.Error($"its pickle has {Quoted.Text(digits)} where a remembered value's number must be");
    }
}
