using System.Globalization;
using YolactGpu.Weights.IO;
using YolactGpu.Weights.Pickle;

namespace YolactGpu.Weights.Torch;

/// <summary>
/// Finds the tensors in what a PyTorch file holds: a state dict, or one under "state_dict" or "model" with other
/// things beside it. Dictionaries inside dictionaries give names joined by dots.
/// </summary>
internal sealed class TorchStateDict
{
    private const int MaxTensors = 50_000;
    private const int MaxListed = 1000;
    private const int MaxNameLength = 4096;
    private static readonly string[] Wrappers = ["state_dict", "model"];

    private readonly ByteSource source;
    private readonly List<(string Name, TensorReference Tensor)> tensors = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<string> skipped = [];
    private readonly HashSet<PickleDictionary> visited = new(ReferenceEqualityComparer.Instance);

    private TorchStateDict(ByteSource source)
    {
        this.source = source;
    }

    internal IReadOnlyList<(string Name, TensorReference Tensor)> Tensors => tensors;

    internal IReadOnlyDictionary<string, string> Metadata => metadata;

    internal IReadOnlyList<string> Skipped => skipped;

    internal static TorchStateDict Find(object? root, ByteSource source)
    {
        if (root is not PickleDictionary dictionary)
        {
            throw source.Error($"it holds {Describe(root)}; it must hold a dictionary of tensors (a state dict)");
        }

        TorchStateDict result = new(source);
        string? wrapper = Wrappers.FirstOrDefault(
            key => dictionary.TryGetValue(key, out object? value) && value is PickleDictionary);
        if (wrapper is null)
        {
            result.Collect(dictionary, "");
        }
        else
        {
            foreach (KeyValuePair<object?, object?> item in dictionary.Items)
            {
                if (item.Key is string key && key == wrapper)
                {
                    result.Collect((PickleDictionary)item.Value!, "");
                }
                else
                {
                    result.Note(KeyText(item.Key), item.Value);
                }
            }
        }

        if (result.tensors.Count == 0)
        {
            throw source.Error("its state dict holds no tensors; it must hold some");
        }

        return result;
    }

    private static string KeyText(object? key) => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "None";

    private static string Describe(object? value) => value switch
    {
        null => "None",
        PickleDictionary dictionary => $"a dictionary of {dictionary.Items.Count} entries",
        PickleList list => $"a list of {list.Items.Count} entries",
        PickleTuple tuple => $"a tuple of {tuple.Items.Length} entries",
        TensorReference tensor => $"a tensor {tensor.DataType} {WeightTensorInfo.ShapeText(tensor.Shape)}",
        StorageReference storage => $"a storage of {storage.Count} elements",
        byte[] bytes => $"{bytes.Length} bytes",
        PickleOpaque opaque => opaque.Description,
        PickleGlobal global => global.ToString(),
        string text => $"the text {Quoted.Text(text)}",
        _ => KeyText(value),
    };

    private void Collect(PickleDictionary root, string rootPrefix)
    {
        // A stack instead of recursion; each dictionary is entered once, so that shared ones cannot multiply.
        Stack<(PickleDictionary Dictionary, string Prefix, int Next)> open = [];
        Enter(open, root, rootPrefix);
        while (open.Count > 0)
        {
            (PickleDictionary dictionary, string prefix, int next) = open.Pop();
            if (next == dictionary.Items.Count)
            {
                continue;
            }

            open.Push((dictionary, prefix, next + 1));
            (object? key, object? value) = dictionary.Items[next];
            string name = prefix + KeyText(key);
            if (name.Length > MaxNameLength)
            {
                throw source.Error($"a name has {name.Length} characters; it must have at most {MaxNameLength}", name);
            }

            switch (value)
            {
                case TensorReference tensor when tensors.Count == MaxTensors:
                    throw source.Error($"it holds more than {MaxTensors} tensors, which is the most that is read");
                case TensorReference tensor:
                    tensors.Add((name, tensor));
                    break;
                case PickleDictionary inner:
                    Enter(open, inner, name + ".");
                    break;
                default:
                    Note(name, value);
                    break;
            }
        }
    }

    private void Enter(
        Stack<(PickleDictionary Dictionary, string Prefix, int Next)> open,
        PickleDictionary dictionary,
        string prefix)
    {
        if (!visited.Add(dictionary))
        {
            throw source.Error(
                $"its dictionary {Quoted.Text(prefix.TrimEnd('.'))} occurs twice in it; each must be there once");
        }

        open.Push((dictionary, prefix, 0));
    }

    private void Note(string name, object? value)
    {
        if (value is string or bool or long or double && metadata.Count < MaxListed)
        {
            if (metadata.TryAdd(name, KeyText(value)))
            {
                return;
            }
        }

        if (skipped.Count < MaxListed)
        {
            skipped.Add($"{Quoted.Line(name)}: {Describe(value)}");
        }
        else if (skipped.Count == MaxListed)
        {
            skipped.Add($"more than {MaxListed} further entries");
        }
    }
}
