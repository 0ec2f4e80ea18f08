using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace YolactGpu.Data.Video;

/// <summary>
/// A child process of ffmpeg or ffprobe with its streams in pipes. Its arguments are a list and go to no shell. Of what it says on
/// standard error the end is kept, for messages.
/// </summary>
internal sealed class FfmpegProcess : IDisposable
{
    private const int MostLines = 6;

    private readonly Process process;
    private readonly Queue<string> lastLines = new();
    private readonly Task errors;
    private bool isDisposed;

    private FfmpegProcess(Process process)
    {
        this.process = process;
        errors = Task.Run(ReadErrors);
    }

    internal Stream Output => process.StandardOutput.BaseStream;

    internal Stream Input => process.StandardInput.BaseStream;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="missing">Makes the exception for a program that is not there, from a text that says what to install.</param>
    internal static FfmpegProcess Start(string program, IEnumerable<string> arguments, Func<string, Exception, Exception> missing)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new FfmpegProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw missing(
                $"needs {program}, which is not installed or cannot be started; install FFmpeg (Debian: apt install ffmpeg), or use "
                + "Y4M, motion JPEG (.avi, .mjpeg) or a sequence of images, which need nothing",
                exception);
        }
    }

    /// <summary>Gives a path as ffmpeg takes it: never as an option, and as a file unless it names a protocol.</summary>
    internal static string Locate(string path) => path.Contains("://", StringComparison.Ordinal) ? path : $"file:{path}";

    /// <summary>Waits for the end and gives the exit code.</summary>
    internal int WaitForEnd()
    {
        process.WaitForExit();
        errors.Wait();
        return process.ExitCode;
    }

    /// <summary>The end of what it said, on one line.</summary>
    internal string Said()
    {
        lock (lastLines)
        {
            return lastLines.Count == 0 ? "it said nothing" : string.Join("; ", lastLines);
        }
    }

    /// <summary>Ends the process if it runs. May be called again.</summary>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        errors.Wait();
        process.Dispose();
    }

    private void ReadErrors()
    {
        using StreamReader reader = new(process.StandardError.BaseStream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            lock (lastLines)
            {
                if (lastLines.Count == MostLines)
                {
                    lastLines.Dequeue();
                }

                lastLines.Enqueue(line.Trim());
            }
        }
    }
}
