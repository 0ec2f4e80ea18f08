namespace YolactGpu.Data.Imaging;

/// <summary>What an <see cref="ImageDecoder"/> takes.</summary>
public sealed record ImageDecoderOptions
{
    /// <summary>The largest picture that is decoded, in pixels: 128 million unless told.</summary>
    public long MaxPixels { get; init; } = 128_000_000;

    /// <summary>The largest file that is read, in bytes: 1 GiB unless told.</summary>
    public int MaxBytes { get; init; } = 1 << 30;
}
