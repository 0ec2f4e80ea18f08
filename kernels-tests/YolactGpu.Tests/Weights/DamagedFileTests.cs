using System.Diagnostics;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;
using YolactGpu.WeightsConverter.Fuzzing;

namespace YolactGpu.Tests.Weights;

/// <summary>Whatever is done to a file, it is read correctly or gives the typed error.</summary>
[TestFixture]
[NonParallelizable]
public sealed class DamagedFileTests
{
    private const long MemoryLimit = 200_000_000;

    [TestCase("safetensors")]
    [TestCase("zip")]
    [TestCase("deflated zip")]
    [TestCase("zip64")]
    [TestCase("legacy")]
    public void File_cut_at_any_length_is_refused(string kind)
    {
        byte[] whole = Original(kind);
        for (int length = 0; length < whole.Length; length++)
        {
            WeightsException? error = Assert.Throws<WeightsException>(
                () => WeightFile.Open(whole.AsMemory(0, length), "x").Dispose(), $"{length} bytes");
            Assert.That(error!.Message, Does.StartWith("x: ").And.Not.Contains("\n"));
        }
    }

    [Test]
    public void Two_thousand_mutations_give_the_typed_error_or_a_load()
    {
        Stopwatch time = Stopwatch.StartNew();
        (int loaded, int refused) = Mutate(2_000, seed: 20_240_601);
        TestContext.Out.WriteLine($"{loaded} loaded, {refused} refused in {time.Elapsed.TotalSeconds:F1} s");
        Assert.That(loaded, Is.GreaterThan(10));
        Assert.That(refused, Is.GreaterThan(1_000));
        Assert.That(time.Elapsed.TotalSeconds, Is.LessThan(20));
    }

    private static (int Loaded, int Refused) Mutate(int count, int seed)
    {
        string[] kinds = ["safetensors", "zip", "deflated zip", "zip64", "legacy", "pickle", "wrapped pickle"];
        byte[][] originals = [.. kinds.Select(Original)];
        int loaded = 0;
        int refused = 0;
        for (int index = 0; index < count; index++)
        {
            int kind = index % kinds.Length;
            byte[] damaged = new Mutation(seed + index).Apply(originals[kind]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            if (TryReadAll(kinds[kind], damaged, $"{kinds[kind]}, seed {seed + index}"))
            {
                loaded++;
            }
            else
            {
                refused++;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.LessThan(MemoryLimit), $"{kinds[kind]}, seed {seed + index}");
        }

        return (loaded, refused);
    }

    private static bool TryReadAll(string kind, byte[] bytes, string which)
    {
        // A damaged pickle is put into a sound zip, or its checksum would hide it from the unpickler.
        byte[] content = kind.EndsWith("pickle", StringComparison.Ordinal) ? WithPickle(bytes) : bytes;
        try
        {
            using IWeightFile file = WeightFile.Open(content, "x");
            foreach (WeightTensorInfo tensor in file.Tensors)
            {
                Assert.That(file.ReadSingles(tensor.Name), Has.Length.EqualTo(tensor.ElementCount), which);
            }

            return true;
        }
        catch (WeightsException)
        {
            return false;
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            Assert.Fail($"{which}: {exception}");
            return false;
        }
    }

    private static byte[] Original(string kind) => kind switch
    {
        "safetensors" => SafetensorsBytes.Write(
            """
            {"__metadata__":{"format":"pt"},
             "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
             "b":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}
            """,
            32),
        "zip" => Torch(new TorchFile { ByteOrder = "little" }).ToZip(),
        "deflated zip" => Torch(new TorchFile { IsDeflated = true }).ToZip(),
        "zip64" => Torch(new TorchFile { IsWide = true }).ToZip(new ZipBytes { HasWideEnd = true }),
        "legacy" => Torch(new TorchFile()).ToLegacy(),
        "pickle" => Torch(new TorchFile()).Pickle(),
        "wrapped pickle" => Torch(new TorchFile { Wrapper = "state_dict" }).Pickle(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be a known one."),
    };

    private static TorchFile Torch(TorchFile file)
    {
        file.Add("conv.weight", [2, 3], [1f, 2f, 3f, 4f, 5f, 6f]);
        file.Tensors.Add(new TorchFileTensor("turned", "0", [3, 2], [1, 3]) { IsParameter = true });
        file.AddStorage("1", "LongStorage", [7, 0, 0, 0, 0, 0, 0, 0], 1);
        file.Tensors.Add(new TorchFileTensor("steps", "1", [], []));
        return file;
    }

    private static byte[] WithPickle(byte[] pickle)
    {
        List<ZipRecord> records = Torch(new TorchFile()).Records();
        records[0] = records[0] with { Data = pickle };
        return new ZipBytes().Write(records);
    }
}
