using System.Diagnostics;
using YolactGpu.Data.Imaging;

namespace YolactGpu;

/// <content>The same away from the calling thread; no thread is held while a run waits for others.</content>
public sealed partial class YolactDetector
{
    /// <summary>Finds the instances on an image file (JPEG, PNG or BMP).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Looked at before decoding, while waiting, and between the layers of the network.</param>
    /// <exception cref="ImageException">The file cannot be read as an image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Detections> DetectAsync(string path, CancellationToken cancellation = default) =>
        DecodeAndRunAsync(() => decoder.Decode(path), cancellation);

    /// <summary>Finds the instances on an encoded image in a stream, read from its position to its end and left open.</summary>
    /// <param name="stream">The stream; it must not be touched before the task has ended.</param>
    /// <param name="cancellation">Looked at before decoding, while waiting, and between the layers of the network.</param>
    /// <exception cref="ImageException">The stream cannot be read as an image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Detections> DetectAsync(Stream stream, CancellationToken cancellation = default) =>
        DecodeAndRunAsync(() => decoder.Decode(stream), cancellation);

    /// <summary>Finds the instances on an encoded image in memory.</summary>
    /// <param name="encoded">The bytes; they must not change before the task has ended.</param>
    /// <param name="cancellation">Looked at before decoding, while waiting, and between the layers of the network.</param>
    /// <exception cref="ImageException">The bytes cannot be read as an image.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Detections> DetectAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancellation = default) =>
        DecodeAndRunAsync(() => decoder.Decode(encoded), cancellation);

    /// <summary>Finds the instances on a decoded image.</summary>
    /// <param name="image">The image; it must not change before the task has ended.</param>
    /// <param name="cancellation">Looked at while waiting, and between the layers of the network.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Detections> DetectAsync(RgbImage image, CancellationToken cancellation = default)
    {
        queue.ThrowIfDisposed();
        return queue.RunAsync(PixelsOf(image), TimeSpan.Zero, cancellation);
    }

    private async Task<Detections> DecodeAndRunAsync(Func<RgbImage> decode, CancellationToken cancellation)
    {
        queue.ThrowIfDisposed();
        (RgbImage image, TimeSpan elapsed) = await Task.Run(
            () =>
            {
                long start = Stopwatch.GetTimestamp();
                return (decode(), Stopwatch.GetElapsedTime(start));
            },
            cancellation).ConfigureAwait(false);
        return await queue.RunAsync(PixelsOf(image), elapsed, cancellation).ConfigureAwait(false);
    }
}
