using System.CommandLine;
using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>
/// verify A B: compares two weights files tensor by tensor, under YOLACT's names; exit code 1 where anything differs.
/// </summary>
internal static class VerifyCommand
{
    internal static Command Make(TextWriter output, TextWriter error)
    {
        Argument<string> first = new("A") { Description = "A weights file." };
        Argument<string> second = new("B") { Description = "Another weights file." };
        Command command = new("verify", "Compare two weights files tensor by tensor.") { first, second };
        command.SetAction(
            parsed => Run(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second), output, error));
        return command;
    }

    private static int Run(string firstPath, string secondPath, TextWriter output, TextWriter error)
    {
        using Checkpoint firstFile = Checkpoint.Open(firstPath);
        using Checkpoint secondFile = Checkpoint.Open(secondPath);
        IWeightFile first = firstFile.Weights;
        IWeightFile second = secondFile.Weights;
        using ProgressLine progress = new(error, first.Tensors.Sum(tensor => tensor.SizeInBytes));
        HashSet<string> firstNames = Names(first);
        HashSet<string> secondNames = Names(second);
        int equal = 0;
        int different = 0;
        double largest = 0;
        foreach (string name in firstNames.Union(secondNames, StringComparer.Ordinal))
        {
            string? finding = !firstNames.Contains(name) ? "only in B"
                : !secondNames.Contains(name) ? "only in A"
                : Compare(first, second, name, ref largest);
            progress.Add(firstNames.Contains(name) ? first.GetTensor(name).SizeInBytes : 0);
            if (finding is null)
            {
                equal++;
            }
            else
            {
                different++;
                output.WriteLine($"{TerminalText.Plain(name)}: {finding}");
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{equal} tensors equal, {different} different; largest difference {largest:G9}"));
        return different == 0 ? ConverterCommandLine.Succeeded : ConverterCommandLine.Failed;
    }

    private static HashSet<string> Names(IWeightFile file) =>
        new(file.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);

    /// <summary>What differs between two tensors, or null.</summary>
    private static string? Compare(IWeightFile first, IWeightFile second, string name, ref double largest)
    {
        WeightTensorInfo a = first.GetTensor(name);
        WeightTensorInfo b = second.GetTensor(name);
        if (!a.Shape.SequenceEqual(b.Shape))
        {
            return $"shape {TerminalText.Shape(a)} in A, {TerminalText.Shape(b)} in B";
        }

        if (a.DataType == b.DataType && first.ReadBytes(name).AsSpan().SequenceEqual(second.ReadBytes(name)))
        {
            return null;
        }

        double difference = LargestDifference(first.ReadDoubles(name), second.ReadDoubles(name));
        largest = Math.Max(largest, difference);
        string types = a.DataType == b.DataType ? a.DataType.ToString() : $"{a.DataType} in A, {b.DataType} in B";
        return string.Create(CultureInfo.InvariantCulture, $"{types}, largest difference {difference:G9}");
    }

    private static double LargestDifference(double[] first, double[] second)
    {
        double largest = 0;
        for (int index = 0; index < first.Length; index++)
        {
            bool isSame = first[index].Equals(second[index]) || first[index] == second[index];
            double difference = isSame ? 0 : Math.Abs(first[index] - second[index]);

            // A number against NaN, or infinities of both signs: as different as can be.
            largest = Math.Max(largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }

        return largest;
    }
}
