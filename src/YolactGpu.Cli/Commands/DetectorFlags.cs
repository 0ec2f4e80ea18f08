using System.CommandLine;
using YolactGpu.Model.Configs;

namespace YolactGpu.Cli.Commands;

/// <summary>Options that choose the network and what counts as found, for photos and for video.</summary>
internal sealed class DetectorFlags
{
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
        Description = "Most detections per picture, best first.",
        DefaultValueFactory = _ => new YolactDetectorOptions().TopK,
    };

    private readonly Option<string> nms = new("--nms")
    {
        Description = "How boxes that overlap are thinned out: fast, cross-class or traditional; as the configuration says where not given.",
        HelpName = "mode",
    };

    private readonly Option<float?> nmsThreshold = new("--nms-threshold")
    {
        Description = "Overlap above which the lower-ranked of two boxes is dropped, 0 to 1; that of the configuration where not given.",
    };

    private readonly ModelOptions model = new();

    public DetectorFlags()
    {
        scoreThreshold.Require(value => value is >= 0 and <= 1, "--score-threshold must be 0 to 1.");
        topK.Require(value => value >= 1, "--top-k must be 1 or more.");
        nms.Require(text => NmsModeOf(text) is not null, "--nms must be fast, cross-class or traditional.");
        nmsThreshold.Require(value => value is >= 0 and <= 1, "--nms-threshold must be 0 to 1.");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [weights, scoreThreshold, topK, nms, nmsThreshold];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }

        model.AddTo(command);
        model.AddTuningTo(command);
    }

    /// <summary>Creates the detector that was asked for.</summary>
    public YolactDetector CreateDetector(ParseResult parsed) => model.CreateDetector(
        parsed,
        parsed.GetValue(weights)!,
        new YolactDetectorOptions
        {
            ScoreThreshold = parsed.GetValue(scoreThreshold),
            TopK = parsed.GetValue(topK),
            Nms = NmsModeOf(parsed.GetValue(nms)),
            NmsThreshold = parsed.GetValue(nmsThreshold),
        });

    private static NmsMode? NmsModeOf(string? text) => text switch
    {
        "fast" => NmsMode.Fast,
        "cross-class" => NmsMode.CrossClass,
        "traditional" => NmsMode.Traditional,
        _ => null,
    };
}
