using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;

namespace YolactGpu.Checking;

/// <summary>The numbers of a tensor on the host: floats or integers.</summary>
/// <param name="Floats">The numbers, where they are floats.</param>
/// <param name="Ints">The numbers, where they are integers.</param>
internal sealed record TensorData(float[]? Floats, int[]? Ints)
{
    /// <summary>What outputs hold before a run, so that what is not written does not look right.</summary>
    private const int Untouched = -12345;

    /// <summary>Reads a value of a plan, once the stream has done its work.</summary>
    public static TensorData Read(ExecutionPlan plan, Value value, AcceleratorStream stream)
    {
        TensorData data = Of(value);
        if (data.Floats is not null)
        {
            plan.Floats(value).CopyToCPU(stream, data.Floats);
        }
        else
        {
            plan.Ints(value).CopyToCPU(stream, data.Ints!);
        }

        stream.Synchronize();
        return data;
    }

    /// <summary>Fills a value of a plan with what no kernel writes.</summary>
    public static void WriteUntouched(ExecutionPlan plan, Value value, AcceleratorStream stream)
    {
        TensorData data = Of(value);
        Array.Fill(data.Floats ?? [], Untouched);
        Array.Fill(data.Ints ?? [], Untouched);
        data.Write(plan, value, stream);
    }

    /// <summary>Writes the numbers to a value of a plan.</summary>
    public void Write(ExecutionPlan plan, Value value, AcceleratorStream stream)
    {
        if (Floats is not null)
        {
            plan.Floats(value).CopyFromCPU(stream, Floats);
        }
        else
        {
            plan.Ints(value).CopyFromCPU(stream, Ints!);
        }

        stream.Synchronize();
    }

    /// <summary>
    /// The largest difference from a reference, as a part of its largest number; infinite where one is no number and the other is, or where integers
    /// differ.
    /// </summary>
    public double ErrorFrom(TensorData reference)
    {
        if (reference.Floats is null)
        {
            return Ints!.AsSpan().SequenceEqual(reference.Ints) ? 0 : double.PositiveInfinity;
        }

        double largest = 0;
        double error = 0;
        for (int i = 0; i < reference.Floats.Length; i++)
        {
            float expected = reference.Floats[i];
            float actual = Floats![i];
            if (expected.Equals(actual))
            {
                largest = double.IsFinite(expected) ? Math.Max(largest, Math.Abs(expected)) : largest;
                continue;
            }

            if (!float.IsFinite(expected) || !float.IsFinite(actual))
            {
                return double.PositiveInfinity;
            }

            largest = Math.Max(largest, Math.Abs(expected));
            error = Math.Max(error, Math.Abs((double)expected - actual));
        }

        return error == 0 ? 0 : error / Math.Max(largest, float.Epsilon);
    }

    private static TensorData Of(Value value) => value.Type.Element == ElementType.Int32
        ? new TensorData(null, new int[value.Shape.Length])
        : new TensorData(new float[value.Shape.Length], null);
}
