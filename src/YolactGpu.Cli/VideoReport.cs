using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using YolactGpu.Data;
using YolactGpu.Data.Video;
using YolactGpu.Video;

namespace YolactGpu.Cli;

/// <summary>What a run of video tells: on a terminal its progress, frames per second and latency; a line at the end.</summary>
/// <param name="info">The video.</param>
/// <param name="device">What runs the network.</param>
/// <param name="output">What is written, in words.</param>
internal sealed class VideoReport(VideoInfo info, string device, string output)
{
    /// <summary>The frames that the figures on the terminal are of.</summary>
    private const int RecentFrames = 50;

    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Queue<(long Done, double Latency)> recent = new();
    private ProgressTask? task;
    private long frames;
    private double latencies;

    /// <summary>Runs the work, under a progress bar where there is a terminal.</summary>
    public void Start(Action work)
    {
        if (Console.IsErrorRedirected)
        {
            work();
            return;
        }

        Terminal.Error().Progress().AutoClear(true).Start(context =>
        {
            task = context.AddTask("Frames", maxValue: info.FrameCount ?? 1);
            task.IsIndeterminate = info.FrameCount is null;
            work();
        });
    }

    /// <summary>Counts a frame that is in the output.</summary>
    public void Add(FrameDetections frame)
    {
        frames++;
        latencies += frame.Latency.TotalMilliseconds;
        recent.Enqueue((Stopwatch.GetTimestamp(), frame.Latency.TotalMilliseconds));
        if (recent.Count > RecentFrames)
        {
            recent.Dequeue();
        }

        if (task is not null)
        {
            double seconds = Stopwatch.GetElapsedTime(recent.Peek().Done).TotalSeconds;
            double rate = seconds > 0 ? (recent.Count - 1) / seconds : 0;
            task.Description = string.Create(
                CultureInfo.InvariantCulture, $"Frame {frames}, {rate:0.0} fps, latency {recent.Average(entry => entry.Latency):0} ms");
            task.Increment(info.FrameCount is null ? 0 : 1);
        }
    }

    /// <summary>Gives the whole run in a line.</summary>
    public string Summary()
    {
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return OneLine.Of(string.Create(
            CultureInfo.InvariantCulture,
            $"{frames} {(frames == 1 ? "frame" : "frames")} on {device}, {frames / seconds:0.0} fps, latency {latencies / Math.Max(frames, 1):0} ms; {output}"));
    }
}
