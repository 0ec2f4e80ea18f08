using System.Globalization;
using System.Text;
using System.Text.Json;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>
/// Reads whatever FFmpeg reads, through a child process: ffprobe tells the rate, ffmpeg turns, converts and gives frames at a
/// constant rate as PPM pictures in a pipe.
/// </summary>
public sealed class FfmpegReader : IVideoSource
{
    private const int MostHeaderBytes = 64;

    private readonly string name;
    private readonly FfmpegProcess process;
    private RgbImage? ahead;
    private long index;
    private bool hasEnded;

    /// <summary>Starts the process and reads the first frame.</summary>
    /// <param name="path">A file, or an address that FFmpeg takes.</param>
    /// <param name="program">ffmpeg's name or path; ffprobe is looked for beside it.</param>
    /// <exception cref="VideoException">FFmpeg is absent, or cannot read it; the message has what it said.</exception>
    public FfmpegReader(string path, string program = "ffmpeg")
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(program);
        name = path;
        (FrameRate rate, long? count) = Probe(program);
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-i", FfmpegProcess.Locate(path), "-map", "0:v:0", "-an", "-sn", "-dn",
            "-r", rate.ToString(), "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1",
        ];
        process = FfmpegProcess.Start(program, arguments, Missing);
        try
        {
            ahead = Next() ?? throw new VideoException(name, "holds no frames");
            Info = new VideoInfo(ahead.Width, ahead.Height, rate, count);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public RgbImage? Read()
    {
        RgbImage? frame = ahead ?? Next();
        ahead = null;
        return frame is null ? null : FrameGuard.CheckFrame(name, index++, frame, Info.Width, Info.Height);
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    private (FrameRate Rate, long? Count) Probe(string program)
    {
        string probe = Path.Combine(
            Path.GetDirectoryName(program) ?? "", Path.GetFileName(program).Replace("ffmpeg", "ffprobe", StringComparison.Ordinal));
        string[] arguments =
        [
            "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=avg_frame_rate,r_frame_rate,nb_frames", "-of", "json",
            "-i", FfmpegProcess.Locate(name),
        ];
        using FfmpegProcess probing = FfmpegProcess.Start(probe, arguments, Missing);
        using StreamReader reader = new(probing.Output, Encoding.UTF8);
        string text = reader.ReadToEnd();
        if (probing.WaitForEnd() != 0)
        {
            throw new VideoException(name, $"FFmpeg cannot read it: {probing.Said()}");
        }

        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement streams = document.RootElement.GetProperty("streams");
        if (streams.GetArrayLength() == 0)
        {
            throw new VideoException(name, "FFmpeg finds no video in it");
        }

        JsonElement stream = streams[0];
        FrameRate rate = RateOf(stream, "avg_frame_rate") ?? RateOf(stream, "r_frame_rate") ?? FrameRate.Default;
        long? count = stream.TryGetProperty("nb_frames", out JsonElement frames)
            && long.TryParse(frames.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : null;
        return (rate, count);
    }

    private static FrameRate? RateOf(JsonElement stream, string key) =>
        stream.TryGetProperty(key, out JsonElement rate) && rate.GetString() is { } text ? FrameRate.Parse(text) : null;

    private VideoException Missing(string reason, Exception cause) => new(name, $"to be read it {reason}", cause);

    private RgbImage? Next()
    {
        if (hasEnded)
        {
            return null;
        }

        if (Header() is not (int width, int height))
        {
            hasEnded = true;
            if (process.WaitForEnd() is int code and not 0)
            {
                throw new VideoException(name, $"ffmpeg ended with code {code} after {index} frames: {process.Said()}");
            }

            return null;
        }

        FrameGuard.CheckSize(name, width, height);
        RgbImage frame = new(width, height);
        Span<byte> pixels = frame.Pixels.Span;
        if (process.Output.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) < pixels.Length)
        {
            process.WaitForEnd();
            throw new VideoException(name, $"ffmpeg broke off within frame {index}: {process.Said()}");
        }

        return frame;
    }

    /// <summary>"P6\nWIDTH HEIGHT\n255\n"; null at the end.</summary>
    private (int Width, int Height)? Header()
    {
        StringBuilder header = new();
        int lines = 0;
        while (lines < 3)
        {
            int next = process.Output.ReadByte();
            if (next < 0 && header.Length == 0)
            {
                return null;
            }

            if (next < 0 || header.Length == MostHeaderBytes)
            {
                break;
            }

            header.Append((char)next);
            lines += next == '\n' ? 1 : 0;
        }

        string[] words = header.ToString().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words is ["P6", string width, string height, "255"]
            && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int columns)
            && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
                ? (columns, rows)
                : throw new VideoException(name, $"ffmpeg gave no picture as frame {index}: {process.Said()}");
    }
}
