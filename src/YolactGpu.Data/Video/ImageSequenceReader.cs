using YolactGpu.Data.Imaging;

namespace YolactGpu.Data.Video;

/// <summary>Reads the images of a folder in natural order, or those of a pattern such as frame_%04d.png by their numbers.</summary>
public sealed class ImageSequenceReader : IVideoSource
{
    private readonly ImageDecoder decoder = new();
    private readonly string name;
    private readonly string[] files;
    private RgbImage? ahead;
    private int index;

    /// <summary>Finds the images and reads the first one.</summary>
    /// <param name="path">A folder, or a pattern.</param>
    /// <param name="rate">Frames per second.</param>
    /// <exception cref="VideoException">There are none, or the first one cannot be read.</exception>
    public ImageSequenceReader(string path, FrameRate rate)
    {
        name = path;
        files = Directory.Exists(path) ? OfFolder(path) : OfPattern(path);
        ahead = Decode(0);
        Info = new VideoInfo(ahead.Width, ahead.Height, rate, files.Length);
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <summary>The images.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>Whether a path is a folder or a pattern.</summary>
    public static bool IsSequence(string path) =>
        Directory.Exists(path) || (!File.Exists(path) && FramePattern.Parse(path) is not null);

    /// <inheritdoc/>
    public RgbImage? Read()
    {
        if (index == files.Length)
        {
            return null;
        }

        RgbImage frame = ahead ?? FrameGuard.CheckFrame(files[index], index, Decode(index), Info.Width, Info.Height);
        ahead = null;
        index++;
        return frame;
    }

    /// <summary>Nothing is held open.</summary>
    public void Dispose() => ahead = null;

    private RgbImage Decode(int file)
    {
        try
        {
            return decoder.Decode(files[file]);
        }
        catch (ImageException exception)
        {
            throw new VideoException(exception.Name, $"frame {file} of {name}: {exception.Reason}", exception);
        }
    }

    private static string[] OfFolder(string folder)
    {
        string[] found =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => ImageDecoder.FileExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .OrderBy(file => Path.GetFileName(file), NaturalOrder.Instance),
        ];
        return found.Length > 0 ? found : throw new VideoException(folder, "the folder holds no images");
    }

    private static string[] OfPattern(string path)
    {
        FramePattern pattern = FramePattern.Parse(path)
            ?? throw new VideoException(path, "is no folder, and no pattern with one number such as frame_%04d.png");
        string[] found = Directory.Exists(pattern.Folder)
            ?
            [
                .. Directory.EnumerateFiles(pattern.Folder)
                    .Select(file => (file, number: pattern.NumberOf(Path.GetFileName(file))))
                    .Where(entry => entry.number is not null)
                    .OrderBy(entry => entry.number)
                    .Select(entry => entry.file),
            ]
            : [];
        return found.Length > 0 ? found : throw new VideoException(path, "no file matches the pattern");
    }
}
