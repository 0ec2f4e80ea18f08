using System.CommandLine;
using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Cli.Commands;

/// <summary>yolact detect: photos to overlays and JSON.</summary>
internal sealed class DetectCommand
{
    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Photos (JPEG, PNG, BMP), folders, or patterns such as shots/*.jpg.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> weights = new("--weights")
    {
        Description = "Weights file (.safetensors or .pth), or formula for weights that mean nothing but show the whole path.",
        Required = true,
    };

    private readonly Option<float> scoreThreshold = new("--score-threshold")
    {
        Description = "Score that a detection must exceed, 0 to 1.",
        DefaultValueFactory = _ => new YolactDetectorOptions().ScoreThreshold,
    };

    private readonly Option<int> topK = new("--top-k")
    {
        Description = "Most detections per photo.",
        DefaultValueFactory = _ => new YolactDetectorOptions().TopK,
    };

    private readonly Option<string> output = new("--output")
    {
        Description = "Folder for NAME.png and NAME.json of each photo.",
        DefaultValueFactory = _ => "detections",
    };

    private readonly Option<bool> json = new("--json") { Description = "Print one line of JSON per photo instead of the table." };
    private readonly Option<bool> noOverlay = new("--no-overlay") { Description = "Write no NAME.png." };
    private readonly ModelOptions model = new();

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        DetectCommand detect = new();
        Command command = new("detect", "Find instances on photos.")
        {
            detect.inputs, detect.weights, detect.scoreThreshold, detect.topK, detect.output, detect.json, detect.noOverlay,
        };
        detect.model.AddTo(command);
        detect.scoreThreshold.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<float>() is >= 0 and <= 1))
            {
                result.AddError("--score-threshold must be 0 to 1.");
            }
        });
        detect.topK.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--top-k must be 1 or more.");
            }
        });
        command.SetAction(parsed => ExitCodes.Run(() => detect.Run(parsed)));
        return command;
    }

    private int Run(ParseResult parsed)
    {
        int failures = 0;
        IReadOnlyList<string> files = InputFiles.Expand(parsed.GetValue(inputs)!, message =>
        {
            failures++;
            Console.Error.WriteLine($"error: {message}");
        });
        if (files.Count == 0)
        {
            return ExitCodes.Failed;
        }

        string folder = parsed.GetValue(output)!;
        CreateFolder(folder);
        YolactDetectorOptions options = new()
        {
            ScoreThreshold = parsed.GetValue(scoreThreshold),
            TopK = parsed.GetValue(topK),
        };
        using YolactDetector detector = model.CreateDetector(parsed, parsed.GetValue(weights)!, options);
        DetectionReport report = new(parsed.GetValue(json), detector.Device);
        ResultFiles results = new(folder, files, overlay: !parsed.GetValue(noOverlay));
        report.Start(files.Count, advance =>
        {
            for (int i = 0; i < files.Count; i++)
            {
                try
                {
                    InstanceDocument document = results.Write(i, detector);
                    report.Add(files[i], document);
                }
                catch (Exception e) when (ExitCodes.IsExpected(e))
                {
                    failures++;
                    report.Fail(e);
                }

                advance();
            }
        });
        return failures == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(folder, "the folder cannot be made", e);
        }
    }
}
