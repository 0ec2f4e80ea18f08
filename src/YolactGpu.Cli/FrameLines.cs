using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Video;

namespace YolactGpu.Cli;

/// <summary>results.jsonl: the document of every frame on a line of its own, there as soon as the frame is done.</summary>
internal sealed class FrameLines : IDisposable
{
    private readonly string video;
    private readonly LineFile lines;

    /// <summary>Creates the file, and its folder if need be.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public FrameLines(string folder, string video)
    {
        this.video = video;
        OutputFolder.Prepare(folder);
        lines = new LineFile(Path.Combine(folder, "results.jsonl"));
    }

    /// <summary>Adds a frame.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Add(FrameDetections frame)
    {
        InstanceDocument document = frame.Found.ToDocument(video, frame.Decode);
        document = document with
        {
            Image = document.Image with { Frame = frame.Index, Time = Math.Round(frame.Time.TotalSeconds, 6) },
        };
        lines.Add(InstanceFile.ToJson(document, indented: false));
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();
}
