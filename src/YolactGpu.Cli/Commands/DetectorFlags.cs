using System.CommandLine;
using YolactGpu.Model.Configs;
using YolactGpu.Tiling;

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

    private readonly Option<int?> tile = new("--tile")
    {
        Description = "Search pictures larger than so many pixels in tiles of that side, and put together what lies across seams.",
    };

    private readonly Option<double> tileOverlap = new("--tile-overlap")
    {
        Description = "Least part of its side that a tile shares with the next one, 0 to 0.9.",
        DefaultValueFactory = _ => new TilingOptions().Overlap,
    };

    private readonly Option<InputShape?> size = ModelOptions.SizeOption();

    private readonly Option<bool> preserveAspectRatio = new("--preserve-aspect-ratio")
    {
        Description = "Give the network's input the shape of each picture, at about the area of its square.",
    };

    private readonly Option<int?> inputStep = new("--input-step")
    {
        Description = "With --preserve-aspect-ratio: sides are multiples of so many pixels, so that pictures of about one shape share a network.",
    };

    private readonly Option<int> maxPlans = ModelOptions.CountOption(
        "--max-plans", "Compiled networks kept at a time, one for each size of the input.", new YolactDetectorOptions().MaxPlans, most: 64);

    private readonly Option<int?> streams = new("--streams")
    {
        Description = "Runs of the network under way at a time, 1 to 4; two on CUDA, one elsewhere, where not given.",
    };

    private readonly ModelOptions model = new();

    public DetectorFlags()
    {
        scoreThreshold.Require(value => value is >= 0 and <= 1, "--score-threshold must be 0 to 1.");
        topK.Require(value => value >= 1, "--top-k must be 1 or more.");
        streams.Require(value => value is >= 1 and <= 4, "--streams must be 1 to 4.");
        nms.Require(text => NmsModeOf(text) is not null, "--nms must be fast, cross-class or traditional.");
        tile.Require(value => value is >= 32 and <= 65536, "--tile must be 32 to 65536.");
        tileOverlap.Require(value => value is >= 0 and <= 0.9, "--tile-overlap must be 0 to 0.9.");
        inputStep.Require(value => value is >= 1 and <= 256, "--input-step must be 1 to 256.");
        nmsThreshold.Require(value => value is >= 0 and <= 1, "--nms-threshold must be 0 to 1.");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [weights, scoreThreshold, topK, nms, nmsThreshold, tile, tileOverlap, size, preserveAspectRatio, inputStep, maxPlans, streams];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }

        model.AddTo(command);
        model.AddRunTo(command);
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
            InputSize = parsed.GetValue(size),
            PreserveAspectRatio = parsed.GetValue(preserveAspectRatio) ? true : null,
            InputStep = parsed.GetValue(inputStep),
            MaxPlans = parsed.GetValue(maxPlans),
            Streams = parsed.GetValue(streams),
            Tiling = parsed.GetValue(tile) is int side
                ? new TilingOptions { Size = side, Overlap = parsed.GetValue(tileOverlap) }
                : null,
        });

    private static NmsMode? NmsModeOf(string? text) => text switch
    {
        "fast" => NmsMode.Fast,
        "cross-class" => NmsMode.CrossClass,
        "traditional" => NmsMode.Traditional,
        _ => null,
    };
}
