using NUnit.Framework;
using YolactGpu.Kernels.Devices.Cuda;
using YolactGpu.Model.Inference;

namespace YolactGpu.Tests.Model.Inference;

public sealed class EventClockTests
{
    [Test]
    public void Each_stage_ends_with_an_event_of_its_own_timed_from_the_first()
    {
        FakeEvents driver = new();
        using EventClock clock = EventClock.Create(driver, 9)!;

        clock.Start();
        for (int stage = 0; stage < StageClock.Stages; stage++)
        {
            clock.Mark(stage);
        }

        Assert.That(driver.Calls, Is.EqualTo(new[] { "record 1 on 9", "record 2 on 9", "record 3 on 9", "record 4 on 9" }));
        Assert.That(clock.EndOf(0), Is.EqualTo(TimeSpan.FromSeconds(12)));
        Assert.That(clock.EndOf(2), Is.EqualTo(TimeSpan.FromSeconds(14)));
    }

    [Test]
    public void Events_are_made_once_and_freed_once()
    {
        FakeEvents driver = new();
        EventClock clock = EventClock.Create(driver, 9)!;
        clock.Start();
        clock.Start();
        Assert.That(driver.Alive, Has.Count.EqualTo(StageClock.Stages + 1));

        clock.Dispose();
        clock.Dispose();

        Assert.That(driver.Alive, Is.Empty);
    }

    [Test]
    public void Where_an_event_is_refused_those_before_are_freed()
    {
        FakeEvents driver = new() { Most = 2 };

        Assert.That(EventClock.Create(driver, 9), Is.Null);
        Assert.That(driver.Alive, Is.Empty);
    }

    [Test]
    public void A_time_that_cannot_be_had_is_an_error_with_the_drivers_words()
    {
        FakeEvents driver = new() { ElapsedRefusal = "cuEventElapsedTime gave CUDA_ERROR_NOT_READY (600)" };
        using EventClock clock = EventClock.Create(driver, 9)!;

        Assert.That(() => clock.EndOf(0), Throws.InvalidOperationException.With.Message.Contains("CUDA_ERROR_NOT_READY (600)"));
    }

    private sealed class FakeEvents : ICudaEvents
    {
        public List<string> Calls { get; } = [];

        public HashSet<nint> Alive { get; } = [];

        public int Most { get; init; } = int.MaxValue;

        public string? ElapsedRefusal { get; init; }

        public string? Create(out nint created)
        {
            created = Alive.Count + 1;
            return Alive.Count < Most && Alive.Add(created) ? null : "no more";
        }

        public string? Record(nint queued, nint stream)
        {
            Calls.Add($"record {queued} on {stream}");
            return null;
        }

        public string? Elapsed(nint start, nint end, out TimeSpan elapsed)
        {
            // From event 1 to event 2: 12 s.
            elapsed = TimeSpan.FromSeconds((start * 10) + end);
            return ElapsedRefusal;
        }

        public string? Destroy(nint created) => Alive.Remove(created) ? null : throw new InvalidOperationException("An event is freed once.");
    }
}
