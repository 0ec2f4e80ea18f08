using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;

namespace YolactGpu.Graph.IR;

/// <summary>Queues a kernel on a stream.</summary>
public delegate void Launch(AcceleratorStream stream);

/// <summary>What a node computes: attributes, shape rule, cost and lowering; no state, no buffers.</summary>
public abstract record Op
{
    /// <summary>Gets the op's short name for dumps and profiles: the type's name without its ending.</summary>
    public string Name => GetType().Name.EndsWith("Op", StringComparison.Ordinal) ? GetType().Name[..^2] : GetType().Name;

    /// <summary>
    /// Gets a value indicating whether the only output is the first input under another shape, in the same memory;
    /// then nothing is launched and <see cref="Lower"/> is not called.
    /// </summary>
    public virtual bool IsView => false;

    /// <summary>
    /// Gets the inputs that the only output may be written over, where it is of their type and nothing else needs them: every kernel reads
    /// each element of them only for the same element of the output, and before it writes that.
    /// </summary>
    public virtual ImmutableArray<int> OverwritableInputs => [];

    /// <summary>Gets which of the op's tensors may be stored as halves.</summary>
    public virtual HalfStorage HalfStorage => HalfStorage.Never;

    /// <summary>Gives the same op with its only output stored as halves, or null where there is no kernel for that.</summary>
    public virtual Op? WithHalfOutput() => null;

    /// <summary>Gives the types of the outputs, or throws <see cref="GraphException"/> where the inputs do not fit.</summary>
    public abstract ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs);

    /// <summary>Chooses the kernel for this device and binds it to the views that it will always use.</summary>
    public abstract LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs);

    /// <summary>Gives the floating-point operations of the op as defined, whatever the kernel saves.</summary>
    public virtual long FloatingPointOperations(ImmutableArray<TensorType> inputs, ImmutableArray<TensorType> outputs) => 0;

    /// <summary>Throws unless the op got as many inputs as it takes.</summary>
    protected void RequireInputs(ImmutableArray<TensorType> inputs, int count)
    {
        if (inputs.Length != count)
        {
            throw new GraphException($"{Name} takes {count} inputs; it got {inputs.Length}.");
        }
    }

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    protected void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new GraphException($"{Name}: {message}");
        }
    }
}

/// <summary>An op bound to a kernel and to memory.</summary>
/// <param name="Kernel">Name of the kernel that was chosen.</param>
/// <param name="Launch">Queues it.</param>
/// <param name="Reason">Why that kernel, where there was a choice.</param>
public readonly record struct LoweredOp(string Kernel, Launch Launch, string Reason = "");
