using System.Collections.Immutable;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;

namespace YolactGpu.Checking;

/// <summary>Runs one node of a graph alone, on given numbers.</summary>
internal static class NodeRun
{
    /// <summary>Gives the outputs of a node, and the kernel that made them.</summary>
    /// <param name="node">The node; no view.</param>
    /// <param name="inputs">The numbers of its inputs; null for constants.</param>
    /// <param name="context">The device and options.</param>
    public static (ImmutableArray<TensorData> Outputs, string Kernel) Run(Node node, ImmutableArray<TensorData?> inputs, LoweringContext context)
    {
        GraphBuilder builder = new();
        Value[] operands = [.. node.Inputs.Select((input, i) => input.IsConstant ? input : builder.Input($"input {i}", input.Type))];
        ImmutableArray<Value> outputs = builder.AddMany(node.Name, node.Op, operands);
        foreach (Value output in outputs)
        {
            builder.Output(output.Name, output);
        }

        AcceleratorStream stream = context.Accelerator.DefaultStream;
        using DeviceConstants constants = new(context.Accelerator);
        using ExecutionPlan plan = ExecutionPlan.Compile(builder.Build(), context, constants);
        for (int i = 0; i < operands.Length; i++)
        {
            inputs[i]?.Write(plan, operands[i], stream);
        }

        // What reads constants alone ran when the plan was made.
        foreach (Value output in plan.Steps.Length > 0 ? outputs : [])
        {
            TensorData.WriteUntouched(plan, output, stream);
        }

        plan.Run(stream);
        stream.Synchronize();
        return ([.. outputs.Select(output => TensorData.Read(plan, output, stream))], plan.Steps is [PlanStep step, ..] ? step.Kernel : node.Op.Name);
    }
}
