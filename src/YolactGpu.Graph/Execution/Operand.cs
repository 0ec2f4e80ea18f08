using ILGPU;
using YolactGpu.Graph.IR;

namespace YolactGpu.Graph.Execution;

/// <summary>A value of the graph with the memory that it has in a plan. A constant has memory only once an op asks for it.</summary>
public sealed class Operand
{
    private readonly ArrayView<byte> memory;
    private readonly DeviceConstants constants;

    internal Operand(Value value, ArrayView<byte> memory, DeviceConstants constants)
    {
        Value = value;
        this.memory = memory;
        this.constants = constants;
    }

    /// <summary>Gets the value.</summary>
    public Value Value { get; }

    /// <summary>Gets the shape.</summary>
    public TensorShape Shape => Value.Shape;

    /// <summary>Gets the elements as floats.</summary>
    public ArrayView<float> Floats =>
        Value.IsConstant
            ? constants.Get(Value.Name, "as stored", () => Value.ReadConstant().ToArray())
            : View<float>(ElementType.Float32);

    /// <summary>Gets a value indicating whether the elements are halves.</summary>
    public bool IsHalf => Value.Type.Element == ElementType.Float16;

    /// <summary>Gets the elements as floats, each of which is two elements where these are halves.</summary>
    public ArrayView<float> FloatsOrHalves => IsHalf ? memory.Cast<float>() : Floats;

    /// <summary>Gets the elements as integers.</summary>
    public ArrayView<int> Ints => View<int>(ElementType.Int32);

    /// <summary>Gets a constant in a kernel's own layout, packed once per device and layout.</summary>
    /// <param name="layout">Names the layout; the same name must always mean the same packing of this constant.</param>
    /// <param name="pack">Makes the packed form from the numbers as stored.</param>
    /// <exception cref="GraphException">The value is not a constant.</exception>
    public ArrayView<float> Packed(string layout, Func<ReadOnlyMemory<float>, float[]> pack) =>
        Value.IsConstant
            ? constants.Get(Value.Name, layout, () => pack(Value.ReadConstant()))
            : throw new GraphException($"{Value.Name} must be a constant to be packed as {layout}.");

    private ArrayView<T> View<T>(ElementType element)
        where T : unmanaged =>
        Value.Type.Element == element
            ? memory.Cast<T>()
            : throw new GraphException($"{Value.Name} holds {Value.Type.Element}; {element} was asked for.");
}
