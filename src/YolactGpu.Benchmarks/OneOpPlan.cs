using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;

namespace YolactGpu.Benchmarks;

/// <summary>One op on a device, with the kernel that is chosen for it, on numbers that are made up.</summary>
public sealed class OneOpPlan : IDisposable
{
    private readonly DeviceConstants constants;
    private readonly ExecutionPlan plan;

    private OneOpPlan(BenchmarkDevice device, Graph.IR.Graph graph, CompileOptions options, IReadOnlyList<Array> inputs)
    {
        constants = new DeviceConstants(device.Accelerator);
        plan = ExecutionPlan.Compile(graph, new LoweringContext(device.Kernels, options), constants);
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is float[] floats)
            {
                plan.Floats(graph.Inputs[i]).CopyFromCPU(plan.Accelerator.DefaultStream, floats);
            }
            else
            {
                plan.Ints(graph.Inputs[i]).CopyFromCPU(plan.Accelerator.DefaultStream, (int[])inputs[i]);
            }
        }

        plan.Accelerator.DefaultStream.Synchronize();
    }

    /// <summary>Makes the plan of an op.</summary>
    /// <param name="device">The device.</param>
    /// <param name="op">The op.</param>
    /// <param name="inputs">Its inputs: shapes, and numbers of that count.</param>
    /// <param name="constants">The shapes of the constants behind them, which get numbers from -0.1 to 0.1.</param>
    /// <param name="options">How kernels are chosen; as for a detector where null.</param>
    public static OneOpPlan Create(
        BenchmarkDevice device, Op op, IReadOnlyList<(TensorShape Shape, Array Data)> inputs, IReadOnlyList<TensorShape>? constants = null, CompileOptions? options = null)
    {
        GraphBuilder builder = new();
        Value[] operands =
        [
            .. inputs.Select((input, i) => builder.Input(
                $"input {i}", new TensorType(input.Data is float[] ? ElementType.Float32 : ElementType.Int32, input.Shape))),
            .. (constants ?? []).Select((shape, i) => GraphBuilder.Constant($"constant {i}", shape, Numbers(shape, 0.1f, seed: i + 1))),
        ];
        ImmutableArray<Value> outputs = builder.AddMany("op", op, operands);
        foreach (Value output in outputs)
        {
            builder.Output(output.Name, output);
        }

        return new OneOpPlan(device, builder.Build(), options ?? new CompileOptions(), [.. inputs.Select(input => input.Data)]);
    }

    /// <summary>Makes numbers up, evenly spread about 0.</summary>
    public static float[] Numbers(TensorShape shape, float range = 1, int seed = 7)
    {
        Random random = new(seed);
        float[] numbers = new float[shape.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ((2 * random.NextSingle()) - 1) * range;
        }

        return numbers;
    }

    /// <summary>Runs once and waits.</summary>
    public void Run()
    {
        plan.Run(plan.Accelerator.DefaultStream);
        plan.Accelerator.DefaultStream.Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        plan.Dispose();
        constants.Dispose();
    }
}
