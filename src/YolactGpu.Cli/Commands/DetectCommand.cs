using System.CommandLine;
using YolactGpu.Data.Coco;
using YolactGpu.Results;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact detect: photos to overlays and JSON.</summary>
internal sealed class DetectCommand
{
    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Photos (JPEG, PNG, BMP), folders, or patterns such as shots/*.jpg.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> output = new("--output")
    {
        Description = "Folder for the results.",
        DefaultValueFactory = _ => "detections",
    };

    private readonly Option<bool> json = new("--json") { Description = "Print one line of JSON per photo instead of the table." };
    private readonly ResultFlags results = ResultFlags.ForPhotos();
    private readonly DetectorFlags detectorFlags = new();

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        DetectCommand detect = new();
        Command command = new("detect", "Find instances on photos.")
        {
            detect.inputs, detect.output, detect.json,
        };
        detect.results.AddTo(command);
        detect.detectorFlags.AddTo(command);
        detect.inputs.Validators.Add(result =>
        {
            // Whatever begins like an option and is no file is a slip of the pen, not a photo.
            foreach (string text in result.Tokens.Select(token => token.Value).Where(text => text.StartsWith('-') && !File.Exists(text)))
            {
                result.AddError($"Unrecognized option '{text}'.");
            }
        });
        detect.output.Require(value => value.Length > 0, "--output must name a folder.");
        command.SetAction(parsed => ExitCodes.Run(() => detect.Run(parsed)));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using Interruption interruption = new();
        int failures = 0;
        IReadOnlyList<string> photos = InputFiles.Expand(parsed.GetValue(inputs)!, message =>
        {
            failures++;
            ExitCodes.Report(message);
        });
        if (photos.Count == 0)
        {
            return ExitCodes.Failed;
        }

        string folder = parsed.GetValue(output)!;
        OutputFolder.Prepare(folder);
        CocoImageIds? ids = results.ImageIds(parsed, photos);
        using YolactDetector detector = detectorFlags.CreateDetector(parsed);
        DetectionReport report = new(parsed.GetValue(json), detector.Device, folder, photos.Count);
        PhotoGuard guard = new(photos);
        using ResultWriters writers = results.Open(parsed, folder, detector.Config, guard.Check);
        ResultFiles files = new(photos, writers, guard, ids);
        int done = 0;
        report.Start(advance =>
        {
            for (; done < photos.Count && !interruption.Token.IsCancellationRequested; done++)
            {
                try
                {
                    report.Add(files.Write(done, detector, interruption.Token));
                }
                catch (OperationCanceledException)
                {
                    break;
                }
                catch (Exception e) when (ExitCodes.IsExpected(e))
                {
                    failures++;
                    report.Fail(e);
                }

                advance();
            }
        });
        writers.Complete();
        if (interruption.Token.IsCancellationRequested)
        {
            ExitCodes.Report($"interrupted; {done} of {photos.Count} photos are done");
            return ExitCodes.Interrupted;
        }

        return failures == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
