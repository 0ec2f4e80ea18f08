using System.CommandLine;
using YolactGpu.Data.Video;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact clip: a video of moving shapes to try yolact video on, where none is at hand. Not in the list of commands.</summary>
internal sealed class ClipCommand
{
    private readonly Argument<string> output = new("output") { Description = "The video to be written, of any kind that yolact video writes." };
    private readonly Option<int> frames = ModelOptions.CountOption("--frames", "Frames.", value: 300, most: 1_000_000);
    private readonly Option<int> width = ModelOptions.CountOption("--width", "Columns.", value: 640, most: 16_384);
    private readonly Option<int> height = ModelOptions.CountOption("--height", "Rows.", value: 480, most: 16_384);
    private readonly Option<string> ffmpeg = new("--ffmpeg") { Description = "ffmpeg's name or path.", DefaultValueFactory = _ => "ffmpeg" };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ClipCommand clip = new();
        Command command = new("clip", "Make a video of moving shapes.") { clip.output, clip.frames, clip.width, clip.height, clip.ffmpeg };
        command.Hidden = true;
        command.SetAction(parsed => ExitCodes.Run(() => clip.Run(parsed)));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int columns = parsed.GetValue(width);
        int rows = parsed.GetValue(height);
        using Interruption interruption = new();
        using IVideoWriter writer = VideoWriter.Create(
            parsed.GetValue(output)!, columns, rows, FrameRate.Default, new VideoWriterOptions { Ffmpeg = parsed.GetValue(ffmpeg)! });
        for (int i = 0; i < parsed.GetValue(frames) && !interruption.Token.IsCancellationRequested; i++)
        {
            writer.Write(MovingShapes.Frame(columns, rows, i));
        }

        writer.Complete();
        return interruption.Token.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Ok;
    }
}
