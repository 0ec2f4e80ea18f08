using System.CommandLine;
using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Video;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact video: a video to a video with what was found drawn on it, and to JSON lines.</summary>
internal sealed class VideoCommand
{
    /// <summary>Frames that may wait between two stages.</summary>
    private const int Waiting = 2;

    private readonly Argument<string> input = new("input")
    {
        Description = "A video: Y4M, motion JPEG (.avi, .mjpeg), a folder of images or a pattern such as frame_%04d.png; others, and addresses, through FFmpeg.",
    };

    private readonly Option<string> output = new("--output")
    {
        Description = "The video to be written: .avi, .y4m, .mjpeg or a pattern such as out/frame_%04d.png; others, such as .mp4, through FFmpeg.",
        Required = true,
    };

    private readonly Option<string?> results = new("--results") { Description = "Folder for results.jsonl, one line of JSON per frame." };
    private readonly Option<bool> track = new("--track") { Description = "Keep the ids of instances from frame to frame." };
    private readonly Option<float> trackIou = new("--track-iou")
    {
        Description = "Least overlap of an instance's boxes in two frames, above 0 and up to 1.",
        DefaultValueFactory = _ => new TrackerOptions().MinIoU,
    };

    private readonly Option<int> trackAge = new("--track-age")
    {
        Description = "Frames that an instance may be out of sight and keep its id.",
        DefaultValueFactory = _ => new TrackerOptions().MaxAge,
    };

    private readonly Option<string> fps = new("--fps")
    {
        Description = "Frames per second of inputs that do not tell, such as images: 25, 12.5 or 30000/1001.",
        DefaultValueFactory = _ => "25",
    };

    private readonly Option<int> quality = ModelOptions.CountOption("--quality", "Quality of JPEGs in the output.", JpegFile.DefaultQuality, 100);
    private readonly Option<string> ffmpeg = new("--ffmpeg") { Description = "ffmpeg's name or path.", DefaultValueFactory = _ => "ffmpeg" };
    private readonly DetectorFlags detectorFlags = new();

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        VideoCommand video = new();
        Command command = new("video", "Find instances on the frames of a video.")
        {
            video.input, video.output, video.results, video.track, video.trackIou, video.trackAge, video.fps, video.quality, video.ffmpeg,
        };
        video.detectorFlags.AddTo(command);
        video.output.Require(value => value.Length > 0, "--output must name a video.");
        video.trackIou.Require(value => value is > 0 and <= 1, "--track-iou must be above 0 and at most 1.");
        video.trackAge.Require(value => value >= 0, "--track-age must be 0 or more.");
        video.fps.Require(value => FrameRate.Parse(value) is not null, "--fps must be a number above 0 or a fraction such as 30000/1001.");
        command.SetAction(parsed => ExitCodes.Run(() => video.Run(parsed)));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using Interruption interruption = new();
        string from = parsed.GetValue(input)!;
        string to = parsed.GetValue(output)!;
        string program = parsed.GetValue(ffmpeg)!;
        if (Path.GetFullPath(from) == Path.GetFullPath(to))
        {
            throw new OutputException(to, "is the input and would be overwritten; choose another --output");
        }

        using IVideoSource source = VideoSource.Open(
            from, new VideoSourceOptions { Rate = FrameRate.Parse(parsed.GetValue(fps)!)!.Value, Ffmpeg = program });
        using YolactDetector detector = detectorFlags.CreateDetector(parsed);
        using FrameLines? lines = parsed.GetValue(results) is { } folder ? new FrameLines(folder, Path.GetFileName(from)) : null;
        using IVideoWriter writer = VideoWriter.Create(
            to,
            source.Info.Width,
            source.Info.Height,
            source.Info.Rate,
            new VideoWriterOptions { Quality = parsed.GetValue(quality), Ffmpeg = program });
        VideoReport report = new(source.Info, detector.Device, to);
        Exception? failure = null;
        report.Start(() => failure = Process(detector, source, writer, lines, report, Options(parsed), interruption.Token).GetAwaiter().GetResult());
        return End(failure, report, interruption.Token.IsCancellationRequested);
    }

    private VideoDetectionOptions Options(ParseResult parsed) => new()
    {
        DecodeAhead = Waiting,
        Tracker = parsed.GetValue(track)
            ? new TrackerOptions { MinIoU = parsed.GetValue(trackIou), MaxAge = parsed.GetValue(trackAge) }
            : null,
    };

    /// <summary>
    /// Decode, search, draw and encode, each on its own. What went through before an error or an interruption is in the output, which
    /// is ended in any case.
    /// </summary>
    private static async Task<Exception?> Process(
        YolactDetector detector,
        IVideoSource source,
        IVideoWriter writer,
        FrameLines? lines,
        VideoReport report,
        VideoDetectionOptions options,
        CancellationToken cancellation)
    {
        Exception? failure = null;
        try
        {
            IAsyncEnumerable<(FrameDetections Frame, RgbImage Drawn)> drawn = detector.DetectVideoAsync(source, options, cancellation)
                .RunAhead(Waiting, CancellationToken.None)
                .Each(frame => (frame, frame.Found.Draw(frame.Picture)), CancellationToken.None)
                .RunAhead(Waiting, CancellationToken.None);
            await foreach ((FrameDetections frame, RgbImage picture) in drawn.ConfigureAwait(false))
            {
                writer.Write(picture);
                lines?.Add(frame);
                report.Add(frame);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            failure = null;
        }
        catch (Exception e) when (ExitCodes.IsExpected(e))
        {
            failure = e;
        }

        try
        {
            writer.Complete();
        }
        catch (OutputException e)
        {
            failure ??= e;
        }

        return failure;
    }

    private static int End(Exception? failure, VideoReport report, bool isInterrupted)
    {
        if (isInterrupted)
        {
            // Ctrl-C goes to FFmpeg as well, which ends its file and goes: no failure.
            ExitCodes.Report($"interrupted; {report.Summary()}");
            return ExitCodes.Interrupted;
        }

        if (failure is not null)
        {
            ExitCodes.Report($"{failure.Message}; {report.Summary()}");
            return ExitCodes.Failed;
        }

        Console.Out.WriteLine(report.Summary());
        return ExitCodes.Ok;
    }
}
