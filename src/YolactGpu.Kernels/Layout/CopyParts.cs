using ILGPU;

namespace YolactGpu.Kernels.Layout;

/// <summary>
/// The parts of a concatenation for <see cref="SimdCopyRows"/>, which copies all of them in one launch: a table that does not move, of
/// memory that does not either. A part is copied in runs, of which an index does one.
/// </summary>
public sealed unsafe class CopyParts
{
    private readonly Part[] table;

    /// <summary>Initializes a new instance of the <see cref="CopyParts"/> class.</summary>
    /// <param name="views">What is copied, in the memory of the CPU accelerator.</param>
    /// <param name="y">Where to.</param>
    /// <param name="shapes">From where to where, for each of the views.</param>
    /// <exception cref="ArgumentException">A view's length is not what its shape says, or a part does not fit.</exception>
    public CopyParts(ReadOnlySpan<ArrayView<float>> views, ArrayView<float> y, ReadOnlySpan<CopyRowsShape> shapes)
    {
        table = GC.AllocateArray<Part>(views.Length, pinned: true);
        for (int i = 0; i < table.Length; i++)
        {
            shapes[i].Check(views[i], y);
            table[i] = new Part((nint)CpuMemory.Pointer(views[i]), (nint)CpuMemory.Pointer(y), shapes[i], Runs);
            Runs += shapes[i].Blocks * table[i].RunsPerBlock;
        }
    }

    /// <summary>Gets the runs of all parts.</summary>
    internal int Runs { get; }

    /// <summary>Gets the address of the table, which holds while this lives.</summary>
    internal long Address
    {
        get
        {
            fixed (Part* first = table)
            {
                return (long)first;
            }
        }
    }

    /// <summary>One part.</summary>
    /// <param name="X">Address of what is copied.</param>
    /// <param name="Y">Address of where to.</param>
    /// <param name="Shape">From where to where.</param>
    /// <param name="FirstRun">Runs of the parts before.</param>
    internal readonly record struct Part(nint X, nint Y, CopyRowsShape Shape, int FirstRun)
    {
        /// <summary>Elements of a run.</summary>
        public const int Run = 8192;

        /// <summary>Gets the runs of a block.</summary>
        public int RunsPerBlock => (Shape.Length + Run - 1) / Run;
    }
}
