namespace YolactGpu.Data.Video;

/// <summary>Opens video files, and says what was wrong in one line.</summary>
internal static class VideoFile
{
    /// <exception cref="VideoException">The file cannot be read.</exception>
    internal static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new VideoException(path, "is a folder; a video file is needed");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VideoException(path, "there is no such file", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VideoException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <exception cref="OutputException">The file cannot be written.</exception>
    internal static FileStream Create(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(path, $"cannot be written: {exception.Message}", exception);
        }
    }
}
