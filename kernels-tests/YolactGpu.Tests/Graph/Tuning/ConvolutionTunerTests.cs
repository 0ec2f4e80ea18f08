using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using NUnit.Framework;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Tiled;
using NetworkGraph = YolactGpu.Graph.IR.Graph;

namespace YolactGpu.Tests.Graph.Tuning;

/// <summary>What is measured and what is chosen, with made-up times on a simulated device that has every tile.</summary>
public sealed class ConvolutionTunerTests
{
    private Context device = null!;
    private Accelerator accelerator = null!;
    private KernelCache kernels = null!;

    [OneTimeSetUp]
    public void CreateDevice()
    {
        device = Context.Create(builder => builder.EnableAlgorithms().Optimize(OptimizationLevel.O2).CPU(new CPUDevice(32, 8, 1)));
        accelerator = device.CreateCPUAccelerator(0);
        kernels = new KernelCache(accelerator);
    }

    [OneTimeTearDown]
    public void DisposeDevice()
    {
        accelerator.Dispose();
        device.Dispose();
    }

    [Test]
    public void Chooses_what_took_least_and_says_so()
    {
        FakeMeasurement fake = new(candidate => candidate.Tile.Tile.Channels == 32 && candidate.Tile.Splits == 2 ? candidate.Tile.Tile.Pixels : 80);

        ConvolutionChoice choice = TuneAndChoose(fake, 1);

        Assert.That(choice.Tile.Tile, Is.EqualTo(new ConvolutionTile(32, 32, 32)));
        Assert.That(choice.Reason, Does.StartWith("measured: 32x32, sum in 2 parts 32.0 µs, 64x32, sum in 2 parts 64.0 µs"));
        Assert.That(fake.Open, Is.Zero, "measurements left open");
    }

    [Test]
    public void Chooses_of_equal_ones_what_the_rule_would()
    {
        ConvolutionChoice rule = Choose(Layer(1), ContextOf(null));

        Assert.That(TuneAndChoose(new FakeMeasurement(_ => 7), 1).Tile, Is.EqualTo(rule.Tile));
    }

    [Test]
    public void Takes_the_median_of_the_rounds()
    {
        // The 64x32 tile is the fastest but for two rounds of five in which somebody disturbed it.
        int runs = 0;
        FakeMeasurement fake = new(candidate =>
            candidate.Tile.Tile.Pixels == 64 && candidate.Tile.Tile.Channels == 32 ? ++runs is 4 or 6 ? 1000 : 10 : 12);

        Assert.That(TuneAndChoose(fake, 1).Tile.Tile, Is.EqualTo(new ConvolutionTile(64, 32, 64)));
    }

    [Test]
    public void Measures_each_layer_once_and_drops_what_is_hopeless()
    {
        FakeMeasurement fake = new(candidate => candidate.Method == ConvolutionMethod.Registers ? 100 : 10);
        TuningTable table = new();

        Tune(fake, table, Network(1, 9, 9));
        int runs = fake.Runs.Count;
        Tune(fake, table, Network(1, 9));

        Assert.That(fake.Layers, Has.Count.EqualTo(1));
        Assert.That(fake.Runs, Has.Count.EqualTo(runs));
        Assert.That(fake.Runs.Count(candidate => candidate.Method == ConvolutionMethod.Registers), Is.EqualTo(1));
    }

    [Test]
    public void Chooses_for_a_batch_among_what_rounds_as_one_image_does()
    {
        // For one image four parts are fastest; for the batch one part would be.
        FakeMeasurement fake = new(candidate => candidate.Tile.Splits == 4 ? 10 : 11);
        TuningTable table = new();
        LoweringContext context = ContextOf(Tuning(fake, table));

        ConvolutionTuner.Tune(Network(3, 9), context);

        ConvolutionChoice one = Choose(Layer(1), context);
        ConvolutionChoice three = Choose(Layer(3), context);
        Assert.That((one.Tile.Splits, three.Tile.Splits), Is.EqualTo((4, 4)));
        Assert.That(fake.Layers.Select(key => key.Layer.Shape.Batch), Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public void Leaves_the_rest_to_the_rule_once_it_is_cancelled()
    {
        using CancellationTokenSource cancellation = new();
        FakeMeasurement fake = new(_ =>
        {
            cancellation.Cancel();
            return 5;
        });
        TuningTable table = new();
        LoweringContext context = ContextOf(Tuning(fake, table));

        ConvolutionTuner.Tune(Network(1, 9, 8), context, cancellation.Token);

        Assert.That(table.Count, Is.EqualTo(1));
        Assert.That(Choose(Layer(1), context).Reason, Does.StartWith("measured"));
        Assert.That(Choose(Layer(1, 8), context).Reason, Does.StartWith("rule"));
    }

    [Test]
    public void Measures_nothing_that_cannot_be_kept()
    {
        FakeMeasurement fake = new(_ => 5);
        LoweringContext context = ContextOf(new ConvolutionTuning(new TuningTable(), fake.Measure, () => false));

        ConvolutionTuner.Tune(Network(1, 9), context);

        Assert.That(fake.Layers, Is.Empty);
        Assert.That(Choose(Layer(1), context).Reason, Does.StartWith("rule"));
    }

    [Test]
    public void Keeps_what_it_measured()
    {
        List<int> saved = [];
        TuningTable table = new();

        ConvolutionTuner.Tune(
            Network(1, 9), ContextOf(new ConvolutionTuning(table, new FakeMeasurement(_ => 5).Measure, () => Save())));

        Assert.That(saved, Is.EqualTo(new[] { 0, 1 }), "once before measuring, once after");

        bool Save()
        {
            saved.Add(table.Count);
            return true;
        }
    }

    [Test]
    public void Never_chooses_what_the_device_has_not()
    {
        TuningTable table = new();
        table.Add(
            new TuningKey(Layer(1), ConvolutionPrecision.Float32),
            [new CandidateTime(new ConvolutionCandidate(ConvolutionMethod.TensorCores, new TileChoice(new ConvolutionTile(64, 64, 128), 1)), 1)]);
        table.Add(
            new TuningKey(Layer(1, 8), ConvolutionPrecision.Float32),
            [new CandidateTime(new ConvolutionCandidate(ConvolutionMethod.Tiled, new TileChoice(new ConvolutionTile(7, 7, 49), 1)), 1)]);
        LoweringContext context = ContextOf(new ConvolutionTuning(table, null, () => true));

        Assert.That(Choose(Layer(1), context).Reason, Does.StartWith("rule"));
        Assert.That(Choose(Layer(1, 8), context).Reason, Does.StartWith("rule"));
    }

    [Test]
    public void Leaves_plain_kernels_alone()
    {
        FakeMeasurement fake = new(_ => 5);
        CompileOptions options = new() { PlainKernelsOnly = true, Tuning = Tuning(fake, new TuningTable()) };

        ConvolutionTuner.Tune(Network(1, 9), new LoweringContext(kernels, options));

        Assert.That(fake.Layers, Is.Empty);
    }

    private static ConvolutionLayer Layer(int batch, int size = 9) => new(new Convolution2DShape(batch, size, size, 256, 256, 3, 3, 1, 1, 1));

    private static NetworkGraph Network(int batch, params int[] sizes)
    {
        GraphBuilder builder = new();
        for (int i = 0; i < sizes.Length; i++)
        {
            Value x = builder.Input($"x{i}", TensorType.Float32(batch, sizes[i], sizes[i], 256));
            Value weights = GraphBuilder.Constant("w", new TensorShape(256, 256, 3, 3), () => new float[256 * 256 * 9]);
            builder.Output($"y{i}", builder.Add(
                $"y{i}", new Convolution2DOp(1, 1, 1, YolactGpu.Kernels.Elementwise.Activation.None, HasBias: false, HasResidual: false), x, weights));
        }

        return builder.Build();
    }

    private static ConvolutionTuning Tuning(FakeMeasurement fake, TuningTable table) => new(table, fake.Measure, () => true);

    private static ConvolutionChoice Choose(ConvolutionLayer layer, LoweringContext context) => TiledChoice.For(layer, context);

    private ConvolutionChoice TuneAndChoose(FakeMeasurement fake, int batch)
    {
        LoweringContext context = ContextOf(Tuning(fake, new TuningTable()));
        ConvolutionTuner.Tune(Network(batch, 9), context);
        return Choose(Layer(batch), context);
    }

    private void Tune(FakeMeasurement fake, TuningTable table, NetworkGraph graph) =>
        ConvolutionTuner.Tune(graph, ContextOf(Tuning(fake, table)));

    private LoweringContext ContextOf(ConvolutionTuning? tuning) => new(kernels, new CompileOptions { Tuning = tuning });
}
