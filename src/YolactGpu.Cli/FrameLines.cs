using YolactGpu.Data;
using YolactGpu.Data.Coco;
using YolactGpu.Video;

namespace YolactGpu.Cli;

/// <summary>results.jsonl: the document of every frame on a line of its own, there as soon as the frame is done.</summary>
internal sealed class FrameLines : IDisposable
{
    private readonly string path;
    private readonly string video;
    private readonly StreamWriter lines;

    /// <summary>Creates the file, and its folder if need be.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public FrameLines(string folder, string video)
    {
        this.video = video;
        path = Path.Combine(folder, "results.jsonl");
        OutputFolder.Prepare(folder);
        try
        {
            lines = new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, $"cannot be written: {e.Message}", e);
        }
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
        try
        {
            lines.WriteLine(InstanceFile.ToJson(document, indented: false));
        }
        catch (IOException e)
        {
            throw new OutputException(path, $"cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();
}
