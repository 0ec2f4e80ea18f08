namespace YolactGpu.Data.Coco;

/// <summary>
/// A binary mask in little memory: its runs of set pixels, packed into the <see cref="MaskRunStore"/> that it shares with the
/// other masks of its image. It gives the runs, row by row, or the mask in another form, made when asked for. The default is a mask of
/// no columns and no rows.
/// </summary>
public readonly struct MaskRuns : IEquatable<MaskRuns>
{
    private readonly MaskRunStore? store;
    private readonly int start;
    private readonly int end;

    internal MaskRuns(MaskRunStore store, int start, int end)
    {
        this.store = store;
        this.start = start;
        this.end = end;
    }

    /// <summary>Columns.</summary>
    public int Width => store?.Width ?? 0;

    /// <summary>Rows.</summary>
    public int Height => store?.Height ?? 0;

    /// <summary>Pixels that are set.</summary>
    public int Area
    {
        get
        {
            int area = 0;
            foreach (PixelRun run in this)
            {
                area += run.Length;
            }

            return area;
        }
    }

    /// <summary>The smallest box around the pixels that are set; 0 0 0 0 where there are none.</summary>
    public PixelBox BoundingBox
    {
        get
        {
            PixelBox? box = null;
            foreach (PixelRun run in this)
            {
                PixelBox known = box ?? new PixelBox(run.Left, run.Row, run.Right, run.Row + 1);
                box = new PixelBox(Math.Min(known.Left, run.Left), known.Top, Math.Max(known.Right, run.Right), run.Row + 1);
            }

            return box ?? default;
        }
    }

    /// <summary>Whether two masks have the same pixels.</summary>
    public static bool operator ==(MaskRuns left, MaskRuns right) => left.Equals(right);

    /// <summary>Whether two masks differ in a pixel or in their size.</summary>
    public static bool operator !=(MaskRuns left, MaskRuns right) => !left.Equals(right);

    /// <summary>The runs of a mask, in memory of their own.</summary>
    public static MaskRuns FromMask(MaskBits mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        MaskRunStore store = new(mask.Width, mask.Height);
        MaskRuns runs = store.Add(mask.Words);
        store.TrimExcess();
        return runs;
    }

    /// <summary>Goes through the runs: rows from the top, in a row from the left.</summary>
    public Enumerator GetEnumerator() => new(store, start, end);

    /// <summary>The same mask as bits.</summary>
    /// <exception cref="ArgumentException">The mask has no columns and no rows.</exception>
    public MaskBits ToBits()
    {
        MaskBits mask = new(Width, Height);
        foreach (PixelRun run in this)
        {
            mask.Set(run);
        }

        return mask;
    }

    /// <summary>The same mask as COCO run lengths.</summary>
    public RunLengthMask ToRle() => RunLengthMask.FromMask(ToBits());

    /// <summary>The mask's contours; see <see cref="MaskPolygon"/>.</summary>
    public IReadOnlyList<MaskPolygon> ToPolygons() => ContourTracer.Trace(ToBits());

    /// <inheritdoc/>
    public bool Equals(MaskRuns other)
    {
        if (Width != other.Width || Height != other.Height)
        {
            return false;
        }

        Enumerator theirs = other.GetEnumerator();
        foreach (PixelRun run in this)
        {
            if (!theirs.MoveNext() || theirs.Current != run)
            {
                return false;
            }
        }

        return !theirs.MoveNext();
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MaskRuns other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Height, Area);

    /// <summary>Reads the runs; those that go on in the next row are cut at the row's end.</summary>
    public struct Enumerator
    {
        private readonly int width;
        private MaskRunReader reader;
        private long left;
        private long right;

        internal Enumerator(MaskRunStore? store, int start, int end)
        {
            width = store?.Width ?? 0;
            reader = new MaskRunReader(store?.Groups ?? [], start, end);
        }

        /// <summary>The run.</summary>
        public PixelRun Current { get; private set; }

        /// <summary>Goes to the next run, if there is one.</summary>
        public bool MoveNext()
        {
            if (left == right && !reader.TryRead(out left, out right))
            {
                return false;
            }

            (long row, long column) = Math.DivRem(left, width);
            long end = Math.Min(right, (row + 1) * width);
            Current = new PixelRun((int)row, (int)column, (int)(end - (row * width)));
            left = end;
            return true;
        }
    }
}
