using System.CommandLine;
using YolactGpu.Data;
using YolactGpu.Data.Imaging;
using YolactGpu.Data.Video;
using YolactGpu.Model.Configs;
using YolactGpu.Results;
using YolactGpu.Video;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact video: a video to a video with what was found drawn on it, and to results of its frames.</summary>
internal sealed class VideoCommand
{
    private readonly Argument<string> input = new("input")
    {
        Description = "A video: Y4M, motion JPEG (.avi, .mjpeg), a folder of images or a pattern such as frame_%04d.png; others, and addresses, through FFmpeg.",
    };

    private readonly Option<string> output = new("--output")
    {
        Description = "The video to be drawn: .avi, .y4m, .mjpeg or a pattern such as out/frame_%04d.png; others, such as .mp4, through FFmpeg.",
    };

    private readonly Option<string> resultFolder = new("--results")
    {
        Description = "Folder for results of the frames, in the forms that --format names; detections where only that is given.",
        HelpName = "folder",
    };

    private readonly ResultFlags results = ResultFlags.ForVideo();
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
            video.input, video.output, video.resultFolder, video.track, video.trackIou, video.trackAge, video.fps, video.quality, video.ffmpeg,
        };
        video.results.AddTo(command);
        video.detectorFlags.AddTo(command);
        video.output.Require(value => value.Length > 0, "--output must name a video.");
        video.resultFolder.Require(value => value.Length > 0, "--results must name a folder.");
        command.Validators.Add(result =>
        {
            if (result.GetResult(video.output) is null && result.GetResult(video.resultFolder) is null && !video.results.AreGiven(result))
            {
                result.AddError("Nothing would be written: give --output, a video to be drawn, or --results, a folder.");
            }
        });
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
        string? to = parsed.GetValue(output);
        string? folder = parsed.GetValue(resultFolder) ?? (results.AreGiven(parsed.CommandResult) ? "detections" : null);
        if (to is not null && Path.GetFullPath(from) == Path.GetFullPath(to))
        {
            throw new OutputException(to, "is the input and would be overwritten; choose another --output");
        }

        using IVideoSource source = VideoSource.Open(
            from, new VideoSourceOptions { Rate = FrameRate.Parse(parsed.GetValue(fps)!)!.Value, Ffmpeg = parsed.GetValue(ffmpeg)! });
        if (folder is not null)
        {
            OutputFolder.Prepare(folder);
        }

        using YolactDetector detector = detectorFlags.CreateDetector(parsed);
        using VideoFiles files = Open(parsed, source, from, to, folder, detector.Config);
        VideoReport report = new(source.Info, detector.Device, Places(to, folder));
        Exception? failure = null;
        report.Start(() => failure = VideoRun.Process(
            detector, source, files, Tracker(parsed), report.Add, interruption.Token).GetAwaiter().GetResult());
        return End(failure, report, interruption.Token.IsCancellationRequested);
    }

    private static string Places(string? video, string? folder) => string.Join(
        ", ", new[] { video is null ? null : $"video in {video}", folder is null ? null : $"results in {folder}" }.OfType<string>());

    /// <summary>Opens what is written, results first; none of it takes the place of the input, and no result that of the video.</summary>
    private VideoFiles Open(ParseResult parsed, IVideoSource source, string from, string? to, string? folder, YolactConfig config)
    {
        IEnumerable<string> searched = source is ImageSequenceReader images ? images.Files : [from];
        PhotoGuard guard = new(searched, "the input", "--results");
        CheckFrames(to, folder, searched);
        ResultWriters? writers = folder is null ? null : results.Open(parsed, folder, config, guard.Check);
        IVideoWriter? video = null;
        try
        {
            video = to is null ? null : VideoWriter.Create(
                to,
                source.Info.Width,
                source.Info.Height,
                source.Info.Rate,
                new VideoWriterOptions { Quality = parsed.GetValue(quality), Ffmpeg = parsed.GetValue(ffmpeg)! });
        }
        finally
        {
            if (to is not null && video is null)
            {
                writers?.Dispose();
            }
        }

        return new VideoFiles(Path.GetFileName(from), video, writers, results.Overlays(parsed));
    }

    /// <summary>Frames that are written as images must not take the place of the images that are read, nor of results.</summary>
    private static void CheckFrames(string? to, string? folder, IEnumerable<string> searched)
    {
        if (to is null || FramePattern.Parse(to) is not { } pattern)
        {
            return;
        }

        PhotoGuard guard = new(searched, "the input");
        long count = searched.LongCount();
        for (long i = 0; i < count; i++)
        {
            guard.Check(pattern.PathOf(i));
        }

        if (folder is not null && Path.GetFullPath(pattern.PathOf(0)) == Path.GetFullPath(Path.Combine(folder, $"{ResultItem.NameOfFrame(0)}.png")))
        {
            throw new OutputException(to, "is what overlays among the results are called; choose another --output");
        }
    }

    private TrackerOptions? Tracker(ParseResult parsed) => parsed.GetValue(track)
        ? new TrackerOptions { MinIoU = parsed.GetValue(trackIou), MaxAge = parsed.GetValue(trackAge) }
        : null;

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
