namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>
/// Sizes of a 3x3 convolution, stride 1 and padding 1, of a map that is enlarged to twice its sides bilinearly, and of what
/// <see cref="SpreadConvolution2D"/> gives for it. Public because ILGPU emits code that names it.
/// </summary>
/// <param name="Batch">N.</param>
/// <param name="Height">H, before it is enlarged.</param>
/// <param name="Width">W, before it is enlarged.</param>
/// <param name="InputChannels">C.</param>
/// <param name="OutputChannels">K.</param>
public readonly record struct SpreadShape(int Batch, int Height, int Width, int InputChannels, int OutputChannels)
{
    /// <summary>Cells along a side of a patch.</summary>
    internal const int PatchSize = 6;

    /// <summary>Inputs of a patch along an axis of the phase between two of them, and so its values by F(6, 2).</summary>
    internal const int OddSize = PatchSize + 1;

    /// <summary>Planes of the phase that has the most: F(6x6, 2x2).</summary>
    internal const int MostPlanes = OddSize * OddSize;

    /// <summary>Planes of all phases.</summary>
    internal const int Planes = (OddSize + PatchSize) * (OddSize + PatchSize);

    /// <summary>Phases along an axis: between two inputs, and at one.</summary>
    internal const int Phases = 2;

    /// <summary>Inputs before the first, and behind the last, of the extended map: its border pixel again, and a zero.</summary>
    internal const int Border = 2;

    // Between rows, so that the same cell of several rows does not fall on the same lines of the first cache.
    private const int RowGap = 16;

    /// <summary>Gets the number of elements of x.</summary>
    public long InputLength => (long)Batch * Height * Width * InputChannels;

    /// <summary>Gets the number of weights.</summary>
    public long WeightLength => 9L * InputChannels * OutputChannels;

    /// <summary>Gets the elements of v that belong to an image.</summary>
    public long ImageLength => Phases * CellsDown * CellsStep;

    /// <summary>Gets the number of elements of v.</summary>
    public long OutputLength => Batch * ImageLength;

    /// <summary>Gets a value indicating whether the kernels can take it: whole blocks of 16 channels.</summary>
    public bool Fits => Batch > 0 && Height > 0 && Width > 0 && InputChannels > 0 && OutputChannels > 0
        && InputChannels % PackedInput.Block == 0 && OutputChannels % PackedInput.Block == 0 && OutputLength <= int.MaxValue;

    /// <summary>Gets the patches down an image.</summary>
    internal int PatchesDown => Patches(Height);

    /// <summary>Gets the patches across an image.</summary>
    internal int PatchesAcross => Patches(Width);

    /// <summary>Gets the patches of a phase.</summary>
    internal int PatchCount => Batch * PatchesDown * PatchesAcross;

    /// <summary>Gets the cells down a phase.</summary>
    internal int CellsDown => PatchesDown * PatchSize;

    /// <summary>Gets the step from a row of cells to that of the other phase across.</summary>
    internal nint AcrossStep => ((nint)PatchesAcross * PatchSize * OutputChannels) + RowGap;

    /// <summary>Gets the step from a row of cells to the next.</summary>
    internal nint CellsStep => Phases * AcrossStep;

    /// <summary>Throws where the sizes make no sense.</summary>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public void Check()
    {
        if (!Fits)
        {
            throw new ArgumentException(
                $"{this} is no convolution by phases: sizes must be positive, channels multiples of {PackedInput.Block}, and a tensor may "
                + $"hold at most {int.MaxValue} elements.");
        }
    }

    /// <summary>Gives where a row of cells begins in v.</summary>
    /// <param name="n">Image.</param>
    /// <param name="phase">Phase down.</param>
    /// <param name="row">Row of cells.</param>
    internal nint RowAt(int n, int phase, int row) => (((((nint)n * Phases) + phase) * CellsDown) + row) * CellsStep;

    /// <summary>Outputs along an axis and the border's cells beside them, in whole patches.</summary>
    private static int Patches(int size) => (size + Border + 1 + PatchSize - 1) / PatchSize;
}
