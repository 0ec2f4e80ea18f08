using System.Globalization;

namespace YolactGpu.WeightsConverter;

/// <summary>A percentage that is rewritten in place on a terminal, for work on many bytes; else nothing.</summary>
internal sealed class ProgressLine(TextWriter writer, long total) : IDisposable
{
    private const long LargeSize = 32 * 1024 * 1024;

    // Asked of the real standard error alone: any other writer is a pipe or a test.
    private readonly bool isShown =
        total >= LargeSize && ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected;

    private long done;
    private long shown = -1;

    public void Dispose()
    {
        if (shown >= 0)
        {
            writer.Write("\r      \r");
            shown = -1;
        }
    }

    internal void Add(long bytes)
    {
        done += bytes;
        long percent = done >= total ? 100 : (long)((Int128)done * 100 / total);
        if (isShown && percent != shown)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"\r{percent,3} %"));
            shown = percent;
        }
    }
}
