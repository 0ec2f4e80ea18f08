using NUnit.Framework;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using YolactGpu.Tests.Data;
using YolactGpu.Tests.Graph.Tuning;
using YolactGpu.Tuning;

namespace YolactGpu.Tests.Library.Tuning;

public sealed class TuningCacheTests
{
    private static readonly TuningIdentity Here = new("A GPU", "driver 1", "library 1");
    private static readonly TuningKey Key = new(
        new ConvolutionLayer(new Convolution2DShape(1, 9, 9, 32, 64, 3, 3, 1, 1, 1), new ConvolutionStorage(true, false, true)),
        ConvolutionPrecision.Float16);

    private static readonly CandidateTime[] Times =
    [
        new(new ConvolutionCandidate(ConvolutionMethod.TensorCores, new TileChoice(new ConvolutionTile(64, 64, 128), 2)), 3.25),
        new(new ConvolutionCandidate(ConvolutionMethod.TensorCores, new TileChoice(new ConvolutionTile(32, 64, 64), 1)), 4.5),
    ];

    private TemporaryFolder folder = null!;
    private LogRecorder log = null!;

    [SetUp]
    public void Create()
    {
        folder = new TemporaryFolder();
        log = new LogRecorder();
    }

    [TearDown]
    public void Delete()
    {
        folder.Dispose();
        log.Dispose();
    }

    [Test]
    public void Gives_back_what_was_kept()
    {
        string path = Written();

        ConvolutionTuning again = Open(path);

        Assert.That(again.Table.Find(Key), Is.EqualTo(Times));
        Assert.That(again.Table.Count, Is.EqualTo(1));
        Assert.That(log.Lines, Is.Empty);
    }

    [Test]
    public void Writes_the_same_file_for_the_same_times()
    {
        string first = File.ReadAllText(Written());

        Open(folder.PathOf("a/times.json")).Save();

        Assert.That(File.ReadAllText(folder.PathOf("a/times.json")), Is.EqualTo(first));
        Assert.That(Directory.GetFiles(folder.PathOf("a")), Has.Length.EqualTo(1), "something temporary is left");
    }

    [TestCase("driver", "driver 2")]
    [TestCase("library", "library 2")]
    [TestCase("device", "Another GPU")]
    public void Ignores_and_replaces_what_was_measured_elsewhere(string what, string value)
    {
        string path = Written();
        TuningIdentity other = what switch
        {
            "driver" => Here with { Driver = value },
            "library" => Here with { Library = value },
            _ => Here with { Device = value },
        };

        ConvolutionTuning tuning = TuningCache.Open(path, other, log, new FakeMeasurement(_ => 1).Measure);

        Assert.That(tuning.Table.Count, Is.Zero);
        Assert.That(log.Lines, Has.Count.EqualTo(1).And.All.Match("^Warning: .*times.json is ignored and will be replaced: it was measured for"));
        Assert.That(tuning.Measures, Is.Not.Null);
        Assert.That(tuning.Save(), Is.True);
        Assert.That(File.ReadAllText(path), Does.Contain(value));
    }

    [TestCase("", Description = "empty")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("\u0089PNG, a picture", Description = "another file")]
    [TestCase("cut", Description = "the second half is missing")]
    [TestCase("\"layers\":[|\"layers\":[null,")]
    [TestCase("\"times\":[|\"times\":[null,")]
    [TestCase("kernel times 1|kernel times 2")]
    [TestCase("[1,9,9,|[9,9,")]
    [TestCase("3.25|-3.25")]
    [TestCase("3.25|5.25", Description = "not in order")]
    [TestCase("3.25|1e999")]
    [TestCase("TensorCores|Abacus")]
    [TestCase("Float16|Float8")]
    [TestCase("\"times\":[|\"times\":null,\"x\":[")]
    public void Ignores_damage_with_a_warning_and_leaves_a_named_file_as_it_is(string change)
    {
        string path = Written();
        string text = File.ReadAllText(path);
        string damaged = change == "cut" ? text[..(text.Length / 2)]
            : change.Split('|') is [var from, var to] ? text.Replace(from, to, StringComparison.Ordinal)
            : change;
        Assert.That(damaged, Is.Not.EqualTo(text));
        File.WriteAllText(path, damaged);

        ConvolutionTuning tuning = Open(path);

        Assert.That(tuning.Table.Count, Is.Zero);
        Assert.That(tuning.Measures, Is.Null, "nothing may be measured");
        Assert.That(log.Lines, Has.Count.EqualTo(1).And.All.Match(
            "^Warning: .*times.json is ignored, it cannot be read as a file of kernels' times: .* It stays as it is, and kernels are chosen by rule.$"));
        Assert.That(File.ReadAllText(path), Is.EqualTo(damaged));
    }

    [Test]
    public void Cannot_keep_what_it_may_not_write()
    {
        File.WriteAllText(folder.PathOf("file"), "in the way");

        ConvolutionTuning tuning = Open(folder.PathOf("file/times.json"));

        Assert.That(tuning.Save(), Is.False);
        Assert.That(log.Lines[^1], Does.Match("^Warning: .* cannot be kept, so nothing is measured and kernels are chosen by rule: "));
    }

    [Test]
    public void Lies_in_a_file_of_its_own_for_each_device_driver_and_library()
    {
        string[] names =
        [
            Here.FileName(), (Here with { Device = "B" }).FileName(), (Here with { Driver = "2" }).FileName(), (Here with { Library = "2" }).FileName(),
        ];

        Assert.That(names, Is.Unique);
        Assert.That(names, Is.All.Match("^tuning-[a-z0-9-]+-[0-9a-f]{12}\\.json$"));
        Assert.That(Path.GetFileName(TuningCache.Folder()), Is.EqualTo("YolactGpu"));
        Assert.That(Path.IsPathRooted(TuningCache.Folder()), Is.True);
    }

    private string Written()
    {
        string path = folder.PathOf("a/times.json");
        ConvolutionTuning tuning = Open(path);
        tuning.Table.Add(Key, [.. Times]);
        Assert.That(tuning.Save(), Is.True);
        return path;
    }

    private ConvolutionTuning Open(string path) => TuningCache.Open(path, Here, log, new FakeMeasurement(_ => 1).Measure);
}
