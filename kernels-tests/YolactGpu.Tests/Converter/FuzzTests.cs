using System.Diagnostics;
using NUnit.Framework;
using YolactGpu.Tests.Converter.Support;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;
using YolactGpu.WeightsConverter.Fuzzing;

namespace YolactGpu.Tests.Converter;

[TestFixture]
[NonParallelizable]
public sealed class FuzzTests
{
    [Test]
    public void Two_thousand_damaged_files_give_no_finding()
    {
        Stopwatch time = Stopwatch.StartNew();
        ConverterRun run = ConverterRun.Of("fuzz", "--count", "2000", "--seed", "20240601");
        Assert.That(run.Code, Is.Zero, run.Output);
        Assert.That(run.Output, Does.EndWith($" refused, 0 findings{Environment.NewLine}"));
        Assert.That(time.Elapsed.TotalSeconds, Is.LessThan(20));
    }

    [Test]
    public void Samples_are_sound_and_of_every_format()
    {
        List<WeightFormat> formats = [];
        foreach (FuzzSample sample in FuzzSample.BuiltIn())
        {
            // Some damage hits what nothing reads; a sample that always fails would test nothing.
            FuzzReport report = Fuzzer.Run([sample], 400, seed: 1);
            Assert.That(report.Loaded, Is.GreaterThan(0), sample.Name);
            Assert.That(report.Refused, Is.GreaterThan(100), sample.Name);
            using IWeightFile file = Enumerable.Range(0, 400).Select(seed => TryOpen(sample, seed)).First(opened => opened is not null)!;
            formats.Add(file.Format);
        }

        Assert.That(formats.Distinct(), Is.EquivalentTo(Enum.GetValues<WeightFormat>()));
    }

    [Test]
    public void Same_seed_gives_the_same_damage()
    {
        byte[] bytes = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        byte[] damaged = new Mutation(5).Apply(bytes);
        byte[] again = new Mutation(5).Apply(bytes);
        byte[] otherwise = new Mutation(6).Apply(bytes);
        Assert.That(again, Is.EqualTo(damaged));
        Assert.That(otherwise, Is.Not.EqualTo(damaged));
    }

    [Test]
    public void Anything_but_the_typed_error_is_a_finding()
    {
        FuzzSample[] samples =
        [
            new Faulty(() => new InvalidOperationException("a\nb")), new Faulty(() => new WeightsException("x", "wrong")),
        ];
        FuzzReport report = Fuzzer.Run(samples, 4, seed: 7);
        Assert.That(report.Findings, Has.Count.EqualTo(2));
        Assert.That(report.Findings[0], Does.StartWith("faulty, seed 7: System.InvalidOperationException: a?b"));
        Assert.That(report.Findings[1], Does.StartWith("faulty, seed 9: "));
    }

    [Test]
    public void Memory_out_of_proportion_is_a_finding()
    {
        FuzzReport report = Fuzzer.Run(
            [
                new Faulty(() =>
                {
                    GC.KeepAlive(new byte[250_000_000]);
                    return new WeightsException("x", "wrong");
                }),
            ],
            1,
            seed: 1);
        Assert.That(report.Findings.Single(), Does.Contain("bytes were allocated"));
    }

    [Test]
    public void Files_of_ones_own_can_be_damaged()
    {
        using ScratchFolder folder = new();
        File.WriteAllBytes(folder["a.pth"], TorchFile.WithTwoTensors().ToLegacy());
        ConverterRun run = ConverterRun.Of("fuzz", folder["a.pth"], "--count", "50");
        Assert.That(run.Code, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("0 findings"));
    }

    private static IWeightFile? TryOpen(FuzzSample sample, int seed)
    {
        try
        {
            return sample.Open(new Mutation(seed).Apply(sample.Bytes));
        }
        catch (WeightsException)
        {
            return null;
        }
    }

    private sealed record Faulty(Func<Exception> Error) : FuzzSample("faulty", [1, 2, 3])
    {
        internal override IWeightFile Open(byte[] damaged) => throw Error();
    }
}
