using System.Globalization;
using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>
/// Writes whatever FFmpeg writes, by the file's ending, through a child process. Odd sides are padded by a black line, as most codecs
/// take even ones only; MP4 is written in fragments, so that what is there can be played if FFmpeg is killed too.
/// </summary>
public sealed class FfmpegWriter : IVideoWriter
{
    private readonly string path;
    private readonly int width;
    private readonly int height;
    private readonly FfmpegProcess process;
    private bool isDisposed;

    /// <summary>Starts the process.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="program">ffmpeg's name or path.</param>
    /// <exception cref="OutputException">FFmpeg is absent.</exception>
    public FfmpegWriter(string path, int width, int height, FrameRate rate, string program = "ffmpeg")
    {
        ArgumentNullException.ThrowIfNull(path);
        this.path = path;
        this.width = width;
        this.height = height;
        bool isFragmented = Path.GetExtension(path).ToUpperInvariant() is ".MP4" or ".M4V" or ".MOV";
        string[] arguments =
        [
            "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"), "-framerate", rate.ToString(), "-i", "pipe:0",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p",
            .. isFragmented ? (string[])["-movflags", "+frag_keyframe+empty_moov+default_base_moof"] : [],
            FfmpegProcess.Locate(path),
        ];
        process = FfmpegProcess.Start(program, arguments, (reason, cause) => new OutputException(path, $"to be written it {reason}", cause));
    }

    /// <inheritdoc/>
    public void Write(RgbImage frame)
    {
        FrameGuard.CheckWritten(frame, width, height);
        try
        {
            process.Input.Write(frame.Pixels.Span);
        }
        catch (IOException exception)
        {
            int code = process.WaitForEnd();
            throw new OutputException(path, $"ffmpeg ended with code {code}: {process.Said()}", exception);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        CloseInput();
        if (process.WaitForEnd() is int code and not 0)
        {
            throw new OutputException(path, $"ffmpeg ended with code {code}: {process.Said()}");
        }
    }

    /// <summary>Lets ffmpeg end the file with what it has. May be called again.</summary>
    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            CloseInput();
            process.WaitForEnd();
            process.Dispose();
        }
    }

    private void CloseInput()
    {
        try
        {
            process.Input.Dispose();
        }
        catch (IOException)
        {
            // What ffmpeg had not read is lost; why it went away its exit code tells.
            return;
        }
    }
}
