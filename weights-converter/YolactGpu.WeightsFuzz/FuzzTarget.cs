using YolactGpu.WeightsConverter.Fuzzing;

namespace YolactGpu.WeightsFuzz;

/// <summary>
/// What a coverage-guided fuzzer runs. The first byte of an input chooses the sample whose place the rest takes, so
/// that one corpus serves all readers: a whole file, the pickle of a zip under its right checksum, one half of an ncnn
/// pair.
/// </summary>
internal static class FuzzTarget
{
    private const string UsageLine = "usage: YolactGpu.WeightsFuzz seeds FOLDER | read FILE... | afl";

    /// <summary>Writes the first corpus, reads inputs once, or serves afl-fuzz.</summary>
    internal static int Run(string[] arguments)
    {
        IReadOnlyList<FuzzSample> samples = FuzzSample.BuiltIn();
        switch (arguments)
        {
            case ["seeds", string folder]:
                Directory.CreateDirectory(folder);
                for (int i = 0; i < samples.Count; i++)
                {
                    File.WriteAllBytes(Path.Combine(folder, $"{i}"), [(byte)i, .. samples[i].Bytes]);
                }

                return 0;
            case ["read", .. string[] files]:
                foreach (string file in files)
                {
                    Read(samples, File.ReadAllBytes(file));
                    Console.WriteLine($"{file}: nothing found");
                }

                return 0;
            case ["afl"]:
                SharpFuzz.Fuzzer.OutOfProcess.Run(stream => Read(samples, ReadAll(stream)));
                return 0;
            default:
                Console.Error.WriteLine(UsageLine);
                return 2;
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>
    /// Reads an input; whatever the readers should not do becomes an exception, which the fuzzer keeps.
    /// </summary>
    private static void Read(IReadOnlyList<FuzzSample> samples, byte[] input)
    {
        if (input.Length > 0
            && Fuzzer.Read(samples[input[0] % samples.Count], input[1..], out _) is { } finding)
        {
            throw new InvalidOperationException(finding);
        }
    }
}
