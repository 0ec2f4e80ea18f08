namespace YolactGpu.Model.Inference;

/// <summary>One image as bytes.</summary>
public readonly record struct ImagePixels
{
    /// <summary>Initializes a new instance of the <see cref="ImagePixels"/> struct.</summary>
    /// <param name="rgb">[H, W, 3]: red, green, blue; rows without gaps.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="ArgumentException">The bytes are not width · height · 3.</exception>
    public ImagePixels(ReadOnlyMemory<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (rgb.Length != (long)width * height * 3)
        {
            throw new ArgumentException($"rgb holds {rgb.Length} bytes; {width} x {height} pixels need {(long)width * height * 3}.", nameof(rgb));
        }

        Rgb = rgb;
        Width = width;
        Height = height;
    }

    /// <summary>Gets the bytes.</summary>
    public ReadOnlyMemory<byte> Rgb { get; }

    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; }

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; }
}
