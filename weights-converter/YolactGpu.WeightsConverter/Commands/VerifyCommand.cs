using System.CommandLine;
using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>verify A B: compares two weights files tensor by tensor; exit code 1 where anything differs.</summary>
internal static class VerifyCommand
{
    internal static Command Make(TextWriter output)
    {
        Argument<string> first = new("A") { Description = "A weights file." };
        Argument<string> second = new("B") { Description = "Another weights file." };
        Command command = new("verify", "Compare two weights files tensor by tensor.") { first, second };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second), output));
        return command;
    }

    private static int Run(string firstPath, string secondPath, TextWriter output)
    {
        using IWeightFile first = WeightFile.Open(firstPath);
        using IWeightFile second = WeightFile.Open(secondPath);
        IReadOnlyDictionary<string, string> firstNames = Names(first);
        IReadOnlyDictionary<string, string> secondNames = Names(second);
        int equal = 0;
        int different = 0;
        double largest = 0;
        foreach (string name in firstNames.Keys.Union(secondNames.Keys, StringComparer.Ordinal))
        {
            string? finding = null;
            if (!firstNames.TryGetValue(name, out string? firstName))
            {
                finding = "only in B";
            }
            else if (!secondNames.TryGetValue(name, out string? secondName))
            {
                finding = "only in A";
            }
            else
            {
                finding = Compare(first, firstName, second, secondName, ref largest);
            }

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

    private static IReadOnlyDictionary<string, string> Names(IWeightFile file) =>
        WeightNames.WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name));

    /// <summary>What differs between two tensors, or null.</summary>
    private static string? Compare(
        IWeightFile first,
        string firstName,
        IWeightFile second,
        string secondName,
        ref double largest)
    {
        WeightTensorInfo a = first.GetTensor(firstName);
        WeightTensorInfo b = second.GetTensor(secondName);
        if (!a.Shape.SequenceEqual(b.Shape))
        {
            return $"shape {TerminalText.Shape(a)} in A, {TerminalText.Shape(b)} in B";
        }

        if (a.DataType == b.DataType && first.ReadBytes(firstName).AsSpan().SequenceEqual(second.ReadBytes(secondName)))
        {
            return null;
        }

        double difference = LargestDifference(first.ReadDoubles(firstName), second.ReadDoubles(secondName));
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
