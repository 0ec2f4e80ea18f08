using System.Collections.Immutable;
using YolactGpu.Data.Imaging;
using YolactGpu.Model.Configs;

namespace YolactGpu.Results;

/// <summary>Where results go, and what they are about.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="ClassNames">The names of the network's classes.</param>
/// <param name="CategoryIds">Their ids in the data set.</param>
public sealed record ResultOptions(string Folder, ImmutableArray<string> ClassNames, ImmutableArray<int> CategoryIds)
{
    /// <summary>The options for a network.</summary>
    public ResultOptions(string folder, YolactConfig config)
        : this(folder, config.ClassNames, config.CategoryIds)
    {
    }

    /// <summary>Gets what overlays show.</summary>
    public OverlayOptions Overlay { get; init; } = new();

    /// <summary>Gets what is asked before a file is written; it throws where it must not be.</summary>
    public Action<string> BeforeWriting { get; init; } = _ => { };

    /// <summary>Gives the path of a result and asks whether it may be written.</summary>
    internal string Claim(params string[] parts)
    {
        string path = PathOf(parts);
        BeforeWriting(path);
        return path;
    }

    /// <summary>Gives the path of a result.</summary>
    internal string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);
}
