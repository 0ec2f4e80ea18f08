using System.CommandLine;
using System.CommandLine.Parsing;
using YolactGpu.Data.Coco;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;
using YolactGpu.Results;

namespace YolactGpu.Cli.Commands;

/// <summary>Options that choose the forms of results and what overlays show, for photos and for video.</summary>
internal sealed class ResultFlags
{
    private const string Coco = "coco";
    private const string Overlay = "overlay";

    private readonly Option<string> format;
    private readonly bool arePhotos;

    private readonly Option<string?> imageIds = new("--image-ids")
    {
        Description = "COCO annotations (JSON) that tell the ids of the photos; else the numbers in their names are taken, or they are counted.",
        HelpName = "file",
    };

    private readonly Option<bool> noOverlay = new("--no-overlay") { Description = "Write no NAME.png." };
    private readonly Option<bool> noMasks = new("--no-masks") { Description = "Overlays: draw no masks." };
    private readonly Option<bool> noBoxes = new("--no-boxes") { Description = "Overlays: draw no boxes." };
    private readonly Option<bool> noLabels = new("--no-labels") { Description = "Overlays: write no class names." };
    private readonly Option<bool> noScores = new("--no-scores") { Description = "Overlays: write no scores." };
    private readonly Option<bool> noKeypoints = new("--no-keypoints")
    {
        Description = "Overlays: draw no skeletons, where the network finds keypoints.",
    };

    private readonly Option<string> colour = new("--color")
    {
        Description = "Overlays: what has a colour of its own, instance or class.",
        DefaultValueFactory = _ => "instance",
    };

    private ResultFlags(string usualFormat, bool arePhotos)
    {
        this.arePhotos = arePhotos;
        format = new Option<string>("--format")
        {
            Description = $"What is written, separated by commas: {string.Join("; ", ResultFormat.All.Select(form => $"{form.Name} ({form.Description})"))}.",
            DefaultValueFactory = _ => usualFormat,
            HelpName = "names",
        };
        colour.AcceptOnlyFromAmong("instance", "class");
        format.Require(
            text => Names(text).Length > 0 && Names(text).All(name => ResultFormat.Find(name) is not null),
            $"--format must be one or more of {string.Join(", ", ResultFormat.All.Select(form => form.Name))}, separated by commas.");
    }

    /// <summary>The options for photos.</summary>
    public static ResultFlags ForPhotos() => new("overlay,json", arePhotos: true);

    /// <summary>The options for a video, which is the overlay, and whose frames are numbered.</summary>
    public static ResultFlags ForVideo() => new("jsonl", arePhotos: false);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] ofPhotos = arePhotos ? [imageIds, noOverlay] : [];
        Option[] all = [format, .. ofPhotos, noMasks, noBoxes, noLabels, noScores, noKeypoints, colour];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Tells whether forms were asked for in so many words.</summary>
    public bool AreGiven(SymbolResult parsed) => parsed.GetResult(format) is { Implicit: false };

    /// <summary>Opens the writers that were asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">Where results go.</param>
    /// <param name="config">The network's configuration.</param>
    /// <param name="beforeWriting">What is asked before a file is written.</param>
    public ResultWriters Open(ParseResult parsed, string folder, YolactConfig config, Action<string> beforeWriting) => new(
        Formats(parsed),
        new ResultOptions(folder, config) { Overlay = Overlays(parsed), BeforeWriting = beforeWriting });

    /// <summary>Gives the ids of photos, where a form that was asked for has them; else null.</summary>
    /// <exception cref="IOException">The annotations cannot be read.</exception>
    public CocoImageIds? ImageIds(ParseResult parsed, IReadOnlyList<string> photos)
    {
        if (Formats(parsed).All(form => form.Name != Coco))
        {
            return null;
        }

        return parsed.GetValue(imageIds) is { } annotations ? CocoImageIds.Read(annotations) : CocoImageIds.FromNames(photos);
    }

    /// <summary>Gives what overlays show.</summary>
    public OverlayOptions Overlays(ParseResult parsed) => new()
    {
        ShowMasks = !parsed.GetValue(noMasks),
        ShowBoxes = !parsed.GetValue(noBoxes),
        ShowLabels = !parsed.GetValue(noLabels),
        ShowScores = !parsed.GetValue(noScores),
        ShowKeypoints = !parsed.GetValue(noKeypoints),
        Colours = parsed.GetValue(colour) == "class" ? OverlayColours.PerClass : OverlayColours.PerInstance,
    };

    private IReadOnlyList<ResultFormat> Formats(ParseResult parsed) =>
    [
        .. Names(parsed.GetValue(format)!)
            .Where(name => name != Overlay || !parsed.GetValue(noOverlay))
            .Select(name => ResultFormat.Find(name)!),
    ];

    private static string[] Names(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
