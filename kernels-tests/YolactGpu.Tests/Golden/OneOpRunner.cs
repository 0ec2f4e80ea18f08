using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;

namespace YolactGpu.Tests.Golden;

/// <summary>Runs small graphs on given numbers.</summary>
internal static class OneOpRunner
{
    /// <summary>Runs one op on an input x and constants and gives its output.</summary>
    public static (float[] Y, TensorShape Shape) Run(
        LoweringContext context, Op op, TensorShape shape, float[] x, params ReadOnlySpan<Value> constants)
    {
        GraphBuilder builder = new();
        Value input = builder.Input("x", new TensorType(ElementType.Float32, shape));
        Value y = builder.Add("y", op, [input, .. constants]);
        builder.Output("y", y);
        return (Run(context, builder.Build(), ImmutableDictionary<string, float[]>.Empty.Add("x", x))["y"], y.Shape);
    }

    /// <summary>Runs a graph on inputs by name and gives its float outputs by name.</summary>
    public static Dictionary<string, float[]> Run(
        LoweringContext context, YolactGpu.Graph.IR.Graph graph, IReadOnlyDictionary<string, float[]> inputs)
    {
        using DeviceConstants constants = new(context.Accelerator);
        using ExecutionPlan plan = ExecutionPlan.Compile(graph, context, constants);
        foreach (Value input in graph.Inputs)
        {
            plan.Floats(input).CopyFromCPU(context.Accelerator.DefaultStream, inputs[input.Name]);
        }

        plan.Run(context.Accelerator.DefaultStream);
        Dictionary<string, float[]> outputs = [];
        foreach (GraphOutput output in graph.Outputs)
        {
            float[] values = new float[output.Value.Shape.Length];
            if (output.Value.Type.Element == ElementType.Float32)
            {
                plan.Floats(output.Name).CopyToCPU(context.Accelerator.DefaultStream, values);
            }
            else
            {
                int[] integers = new int[values.Length];
                plan.Ints(output.Name).CopyToCPU(context.Accelerator.DefaultStream, integers);
                context.Accelerator.DefaultStream.Synchronize();
                values = [.. integers.Select(value => (float)value)];
            }

            outputs.Add(output.Name, values);
        }

        context.Accelerator.DefaultStream.Synchronize();
        return outputs;
    }
}
