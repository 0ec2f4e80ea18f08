using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU.Execution;

/// <summary>
/// A loaded kernel together with the arguments of the launch it is running. Fast: the job itself holds them, under the
/// accelerator's gate, so that a launch allocates nothing. Strict: each launch is a copy that waits in its stream.
/// </summary>
internal abstract class KernelJob : Kernel
{
    private readonly CPUAccelerator accelerator;

    private protected KernelJob(CPUAccelerator accelerator, Delegate kernel, KernelSpecialization specialization)
        : base(accelerator, specialization)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!specialization.IsCompatibleWith(accelerator))
        {
            throw new NotSupportedException(
                "The given kernel specialization is not compatible with the current accelerator.");
        }

        KernelSignature.Check(kernel);
        this.accelerator = accelerator;
        Name = $"{kernel.Method.DeclaringType?.Name}.{kernel.Method.Name}";
    }

    public string Name { get; }

    /// <summary>How many indices (or groups) the launch has.</summary>
    protected abstract long Count { get; }

    /// <summary>Runs a range of indices (or groups) as <paramref name="lane"/>, the calling thread's own.</summary>
    public abstract void Run(long begin, long end, Lane lane);

    /// <summary>
    /// The address of a static kernel, which saves the delegate's shuffling of arguments; zero where the delegate must
    /// be called: non-capturing lambdas, and generic code shared between types.
    /// </summary>
    private protected static IntPtr EntryOf(Delegate kernel)
    {
        MethodInfo method = kernel.Method;
        bool isPlain = kernel.Target is null && method is { IsStatic: true, IsGenericMethod: false };
        if (!isPlain || method is DynamicMethod || method.DeclaringType is not { IsGenericType: false })
        {
            return IntPtr.Zero;
        }

        RuntimeHelpers.RunClassConstructor(method.DeclaringType.TypeHandle);
        return method.MethodHandle.GetFunctionPointer();
    }

    /// <summary>The job to put the arguments of a launch into. What follows until Submit must not fail.</summary>
    private protected KernelJob Begin()
    {
        if (accelerator.IsStrict)
        {
            return (KernelJob)MemberwiseClone();
        }

        Monitor.Enter(accelerator.Gate);
        return this;
    }

    private protected void Submit(AcceleratorStream stream)
    {
        if (accelerator.IsStrict)
        {
            stream.Do(RunStrict);
            return;
        }

        try
        {
            accelerator.Pool.Run(this, Count);
        }
        finally
        {
            Monitor.Exit(accelerator.Gate);
        }
    }

    private protected void RequireStream(AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Accelerator != accelerator)
        {
            throw new ArgumentException($"Kernel {Name} and the stream belong to different accelerators.");
        }
    }

    private protected void RequireGrid(Index3D grid)
    {
        RequirePositive(grid);
        Index3D most = accelerator.MaxGridSize;
        if (!grid.InBoundsInclusive(most))
        {
            throw new ArgumentOutOfRangeException(
                nameof(grid), $"Invalid grid dimensions {grid} of {Name} (exceeds maximum {most})");
        }
    }

    private protected void RequirePositive(Index3D dimensions)
    {
        if (dimensions.X < 1 || dimensions.Y < 1 || dimensions.Z < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(dimensions), $"Invalid grid or group dimension {dimensions} of {Name}: each must be 1 or more.");
        }
    }

    /// <summary>Visits every index (or group) once, on this thread, in an order that no kernel can lean on.</summary>
    private void RunStrict()
    {
        const long Prime = 7919;
        long count = Count;
        long step = count % Prime == 0 ? 1 : Prime;
        accelerator.Pool.RunAlone(lane =>
        {
            for (long i = 0; i < count; i++)
            {
                // Modulo a number that the step is coprime to, multiples of the step meet every index once.
                long index = ((i * step) + (count / 2)) % count;
                try
                {
                    Run(index, index + 1, lane);
                }
                catch (Exception failure) when (failure is not KernelException)
                {
                    throw new KernelException($"Kernel {Name} failed at index {index}: {failure.Message}", failure);
                }
            }
        });
        VerifyFences();
    }

    private void VerifyFences()
    {
        try
        {
            accelerator.VerifyFences();
        }
        catch (IndexOutOfRangeException failure)
        {
            throw new KernelException($"Kernel {Name} left a mark: {failure.Message}", failure);
        }
    }
}
