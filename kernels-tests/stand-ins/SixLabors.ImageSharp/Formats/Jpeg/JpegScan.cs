namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>One pass over the image: its header, and its blocks in their order.</summary>
internal sealed class JpegScan
{
    private readonly JpegFrame frame;
    private readonly int restartInterval;
    private readonly JpegComponent[] components;
    private readonly HuffmanTable?[] dcTables;
    private readonly HuffmanTable?[] acTables;
    private readonly ProgressiveBlockReader? progressive;

    public JpegScan(JpegFrame frame, JpegTables tables, ReadOnlySpan<byte> content)
    {
        this.frame = frame;
        restartInterval = tables.RestartInterval;
        int count = content.Length > 0 ? content[0] : 0;
        if ((count == 0) || (count > frame.Components.Length) || (content.Length != (4 + (2 * count))))
        {
            throw new InvalidImageContentException(
                $"A scan header of the JPEG has {content.Length} bytes for {count} components.");
        }

        ReadOnlySpan<byte> parameters = content[(1 + (2 * count))..];
        int first = parameters[0];
        if (frame.IsProgressive)
        {
            int high = parameters[2] >> 4;
            int low = parameters[2] & 15;
            ThrowIfInvalid(first, parameters[1], high, low, count);
            progressive = new ProgressiveBlockReader(first, parameters[1], refines: high > 0, low);
        }

        bool needsDc = !frame.IsProgressive || ((first == 0) && ((parameters[2] >> 4) == 0));
        bool needsAc = !frame.IsProgressive || (first > 0);
        components = new JpegComponent[count];
        dcTables = new HuffmanTable?[count];
        acTables = new HuffmanTable?[count];
        for (int i = 0; i < count; i++)
        {
            byte id = content[1 + (2 * i)];
            int dcIndex = content[2 + (2 * i)] >> 4;
            int acIndex = content[2 + (2 * i)] & 15;
            JpegComponent? component = Array.Find(frame.Components, c => c.Id == id);
            if (component is null || components.AsSpan(0, i).Contains(component) || (dcIndex > 3) || (acIndex > 3))
            {
                throw new InvalidImageContentException(
                    $"A scan header of the JPEG names component {id} with tables {dcIndex} and {acIndex}.");
            }

            component.Quantizer ??= tables.Quantizer(component.QuantizationTable);
            components[i] = component;
            dcTables[i] = needsDc ? tables.DcTable(dcIndex) : null;
            acTables[i] = needsAc ? tables.AcTable(acIndex) : null;
        }
    }

    /// <summary>Decodes the data at <paramref name="position"/>; returns where it ended.</summary>
    public int Decode(ReadOnlySpan<byte> data, int position, CancellationToken cancellationToken)
    {
        ScanBits bits = new(data, position);
        Restart();
        bool isSingle = components.Length == 1;
        int groupRows = isSingle ? components[0].BlockRows : frame.GroupRows;
        int groupColumns = isSingle ? components[0].BlockColumns : frame.GroupColumns;
        int untilRestart = restartInterval;
        int restarts = 0;
        for (int row = 0; row < groupRows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int column = 0; column < groupColumns; column++)
            {
                if ((restartInterval > 0) && (untilRestart-- == 0))
                {
                    bits.Restart(restarts++);
                    Restart();
                    untilRestart = restartInterval - 1;
                }

                if (isSingle)
                {
                    DecodeBlock(ref bits, 0, row, column);
                }
                else
                {
                    DecodeGroup(ref bits, row, column);
                }

                bits.ThrowIfPastEnd();
            }
        }

        return bits.Position;
    }

    private void Restart()
    {
        progressive?.Restart();
        foreach (JpegComponent component in components)
        {
            component.DcPredictor = 0;
        }
    }

    private void DecodeGroup(ref ScanBits bits, int groupRow, int groupColumn)
    {
        for (int i = 0; i < components.Length; i++)
        {
            int rows = components[i].VerticalSampling;
            int columns = components[i].HorizontalSampling;
            for (int row = groupRow * rows; row < ((groupRow + 1) * rows); row++)
            {
                for (int column = groupColumn * columns; column < ((groupColumn + 1) * columns); column++)
                {
                    DecodeBlock(ref bits, i, row, column);
                }
            }
        }
    }

    private void DecodeBlock(ref ScanBits bits, int index, int row, int column)
    {
        JpegComponent component = components[index];
        if (progressive is not null)
        {
            progressive.Read(ref bits, dcTables[index], acTables[index], component, component.Block(row, column));
            return;
        }

        Span<short> block = stackalloc short[JpegComponent.BlockLength];
        block.Clear();
        if (BlockReader.Read(ref bits, dcTables[index]!, acTables[index]!, component, block))
        {
            InverseCosineTransform.Transform(
                block, component.Quantizer, component.SamplesOf(row, column), component.Stride);
        }
        else
        {
            InverseCosineTransform.TransformFlat(
                block[0], component.Quantizer![0], component.SamplesOf(row, column), component.Stride);
        }
    }

    private static void ThrowIfInvalid(int first, int last, int high, int low, int components)
    {
        bool isDc = (first == 0) && (last == 0);
        bool isBand = (first > 0) && (last >= first) && (last < JpegComponent.BlockLength) && (components == 1);
        if ((!isDc && !isBand) || (low > 13) || ((high > 0) && (low != (high - 1))))
        {
            throw new InvalidImageContentException(
                $"A progressive scan of the JPEG is of coefficients {first} to {last}, bits {high} to {low}, in "
                    + $"{components} components, which is not allowed.");
        }
    }
}
