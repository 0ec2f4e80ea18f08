using YolactGpu.Weights.IO;
using YolactGpu.Weights.Pickle;

namespace YolactGpu.Weights.Torch;

/// <summary>The storages of a PyTorch file by key, and the views that tensors take of them.</summary>
internal sealed class TorchStorageTable(ByteSource source, IReadOnlyDictionary<string, TorchStorage> storages)
{
    // Tensors may share a storage, and a view may repeat elements (stride 0). What they come to, written out, is
    // bounded by what the file holds, so that a small file cannot ask for a large memory.
    private const long ViewAllowance = 16 * 1024 * 1024;
    private const long ViewFactor = 8;

    private readonly Int128 viewLimit = ViewAllowance + (ViewFactor * Sum(storages.Values));
    private Int128 viewTotal;

    /// <summary>Checks a tensor against its storage.</summary>
    internal WeightTensor Resolve(string name, TensorReference tensor)
    {
        if (!WeightTensorInfo.TryMeasure(tensor.Shape, tensor.DataType, out long elementCount, out string? problem))
        {
            throw source.Error(problem!, name);
        }

        StorageReference reference = tensor.Storage;
        if (!storages.TryGetValue(reference.Key, out TorchStorage? storage))
        {
            throw source.Error($"its storage {Quoted.Text(reference.Key)} is not in the file", name);
        }

        int elementSize = tensor.DataType.SizeInBytes();
        int storedSize = reference.DataType?.SizeInBytes() ?? 1;
        CheckStorageLength(name, reference, storage, storedSize);

        // An old view storage is a part of its root. Typed storages are of the tensor's type, untyped ones of bytes.
        long available = reference.Count * storedSize / elementSize;
        CheckView(name, tensor, elementCount, available);
        viewTotal += (Int128)elementCount * elementSize;
        if (viewTotal > viewLimit)
        {
            throw source.Error(
                $"with it, the tensors have {viewTotal} bytes; at most {viewLimit} are taken from a file of this size",
                name);
        }

        WeightTensorInfo info = new(name, tensor.DataType, tensor.Shape);
        long start = (reference.Start * storedSize / elementSize) + tensor.Offset;
        TorchView view = new(storage, info, start, tensor.Strides);
        if (view.SizeToHold > Array.MaxLength || (view.SizeToHold > 0 && info.SizeInBytes > Array.MaxLength))
        {
            throw source.Error(
                $"it is a view with gaps of {view.SizeToHold} bytes; at most {Array.MaxLength} can be held", name);
        }

        return new WeightTensor(info, view.OpenRead);
    }

    private static Int128 Sum(IEnumerable<TorchStorage> storages)
    {
        Int128 total = 0;
        foreach (TorchStorage storage in storages)
        {
            total += storage.Length;
        }

        return total;
    }

    private void CheckStorageLength(string name, StorageReference reference, TorchStorage storage, int storedSize)
    {
        Int128 length = (Int128)reference.RootCount * storedSize;
        if (length != storage.Length)
        {
            throw source.Error(
                $"its storage {Quoted.Text(reference.Key)} holds {storage.Length} bytes; "
                + $"{reference.RootCount} elements of {storedSize} bytes need {length}",
                name);
        }
    }

    private void CheckView(string name, TensorReference tensor, long elementCount, long available)
    {
        if (tensor.Offset < 0 || tensor.Offset > available)
        {
            throw source.Error($"it begins at element {tensor.Offset} of a storage that has {available}", name);
        }

        Int128 last = tensor.Offset;
        for (int axis = 0; axis < tensor.Shape.Length; axis++)
        {
            if (tensor.Strides[axis] < 0)
            {
                throw source.Error(
                    $"its strides {WeightTensorInfo.ShapeText(tensor.Strides)} have a negative one; "
                    + "all must be 0 or more",
                    name);
            }

            last += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
        }

        if (elementCount > 0 && last >= available)
        {
            throw source.Error($"it reaches element {last} of its storage, which has {available}", name);
        }
    }
}
