using YolactGpu.Data.Coco;

namespace YolactGpu.Video;

/// <summary>
/// Keeps the ids of instances from frame to frame. Of all pairs of a track and a detection of the same class whose boxes overlap by
/// <see cref="TrackerOptions.MinIoU"/> or more, the one of the highest IoU is joined first, then the next of those left; of equal ones
/// the older track and the better detection. What is left of the detections begins tracks, numbered from 1; a track that is unseen for
/// more than <see cref="TrackerOptions.MaxAge"/> frames ends. The same frames give the same ids. For one video and one thread.
/// </summary>
public sealed class IoUTracker
{
    private readonly TrackerOptions options;
    private readonly List<Track> tracks = [];
    private int lastId;

    /// <summary>A tracker that has seen nothing.</summary>
    /// <exception cref="Model.Configs.ConfigException">An option is not in order.</exception>
    public IoUTracker(TrackerOptions? options = null)
    {
        this.options = options ?? new TrackerOptions();
        this.options.Check();
    }

    /// <summary>Takes the next frame's detections and gives them with ids.</summary>
    public Detections Update(Detections found)
    {
        ArgumentNullException.ThrowIfNull(found);
        int?[] ids = new int?[found.Count];
        HashSet<Track> joined = [];
        foreach ((Track track, int detection, _) in Pairs(found))
        {
            if (ids[detection] is null && joined.Add(track))
            {
                ids[detection] = track.Id;
                track.Box = found[detection].Box;
                track.Unseen = 0;
            }
        }

        foreach (Track track in tracks.Where(track => !joined.Contains(track)))
        {
            track.Unseen++;
        }

        tracks.RemoveAll(track => track.Unseen > options.MaxAge);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] is null)
            {
                ids[i] = ++lastId;
                tracks.Add(new Track(lastId, found[i].ClassId) { Box = found[i].Box });
            }
        }

        return found.With([.. found.Select((item, i) => item with { TrackId = ids[i] })]);
    }

    private IEnumerable<(Track Track, int Detection, double IoU)> Pairs(Detections found) =>
        from track in tracks
        from detection in Enumerable.Range(0, found.Count)
        where found[detection].ClassId == track.ClassId
        let overlap = IoU(track.Box, found[detection].Box)
        where overlap >= options.MinIoU
        orderby overlap descending, track.Id, detection
        select (track, detection, overlap);

    private static double IoU(PixelBox a, PixelBox b)
    {
        PixelBox both = a.Intersect(b);
        long shared = Area(both);
        return shared == 0 ? 0 : (double)shared / (Area(a) + Area(b) - shared);
    }

    private static long Area(PixelBox box) => (long)box.Width * box.Height;

    private sealed class Track(int id, int classId)
    {
        public int Id => id;

        public int ClassId => classId;

        public PixelBox Box { get; set; }

        public int Unseen { get; set; }
    }
}
