using System.Globalization;
using System.Text;

namespace YolactGpu.Data.Video;

/// <summary>How finely Y4M's chroma is sampled.</summary>
public enum Y4mSampling
{
    /// <summary>One chroma sample for two by two pixels.</summary>
    Yuv420,

    /// <summary>One for two pixels of a row.</summary>
    Yuv422,

    /// <summary>One for each pixel.</summary>
    Yuv444,

    /// <summary>No chroma: grey.</summary>
    Mono,
}

/// <summary>
/// The line that a YUV4MPEG2 stream begins with: W and H (size), F (rate), C (sampling), XCOLORRANGE. Interlacing (I) and the
/// pixels' aspect (A) are passed over. Odd sides have their half rounded up.
/// </summary>
internal sealed record Y4mHeader(int Width, int Height, FrameRate Rate, Y4mSampling Sampling, bool IsFullRange)
{
    internal const string Magic = "YUV4MPEG2";
    internal const string FrameMagic = "FRAME";

    /// <summary>Longer lines are damage.</summary>
    internal const int MostBytes = 1024;

    internal int ChromaWidth => Sampling switch
    {
        Y4mSampling.Mono => 0,
        Y4mSampling.Yuv444 => Width,
        _ => (Width + 1) / 2,
    };

    internal int ChromaHeight => Sampling switch
    {
        Y4mSampling.Mono => 0,
        Y4mSampling.Yuv420 => (Height + 1) / 2,
        _ => Height,
    };

    /// <summary>Bytes of a frame: the luma plane, then the two of chroma.</summary>
    internal int FrameBytes => checked((Width * Height) + (2 * ChromaWidth * ChromaHeight));

    /// <exception cref="VideoException">The line is no header, or one of a kind that is not taken.</exception>
    internal static Y4mHeader Parse(string name, string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0] != Magic)
        {
            throw new VideoException(name, $"damaged: a Y4M video begins with {Magic}");
        }

        long width = 0;
        long height = 0;
        FrameRate rate = FrameRate.Default;
        Y4mSampling sampling = Y4mSampling.Yuv420;
        bool isFullRange = false;
        foreach (string word in words.Skip(1))
        {
            string value = word[1..];
            switch (word[0])
            {
                case 'W':
                    width = Number(value);
                    break;
                case 'H':
                    height = Number(value);
                    break;
                case 'F':
                    // 0:0 stands for an unknown rate.
                    rate = FrameRate.Parse(value) ?? FrameRate.Default;
                    break;
                case 'C':
                    sampling = SamplingOf(name, value);
                    break;
                case 'X':
                    isFullRange |= value == "COLORRANGE=FULL";
                    break;
            }
        }

        FrameGuard.CheckSize(name, width, height);
        return new Y4mHeader((int)width, (int)height, rate, sampling, isFullRange);
    }

    internal byte[] ToBytes()
    {
        string sampling = Sampling switch
        {
            Y4mSampling.Yuv420 => "420jpeg",
            Y4mSampling.Yuv422 => "422",
            Y4mSampling.Yuv444 => "444",
            _ => "mono",
        };
        string range = IsFullRange ? "FULL" : "LIMITED";
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Magic} W{Width} H{Height} F{Rate.Numerator}:{Rate.Denominator} Ip A1:1 C{sampling} XCOLORRANGE={range}\n"));
    }

    private static long Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static Y4mSampling SamplingOf(string name, string text) => text switch
    {
        "420" or "420jpeg" or "420mpeg2" or "420paldv" => Y4mSampling.Yuv420,
        "422" => Y4mSampling.Yuv422,
        "444" => Y4mSampling.Yuv444,
        "mono" => Y4mSampling.Mono,
        _ => throw new VideoException(name, $"its sampling is C{text}; C420, C422, C444 and Cmono of 8 bits are taken"),
    };
}
