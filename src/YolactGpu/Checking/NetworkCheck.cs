using System.Collections.Immutable;
using System.Globalization;
using ILGPU.Runtime;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Graph.Ops;
using YolactGpu.Graph.Passes;
using YolactGpu.Graph.Tuning;
using YolactGpu.Kernels.Convolution;

namespace YolactGpu.Checking;

/// <summary>Compares layers, and the network that they make, with a reference.</summary>
/// <param name="device">The device and options.</param>
internal sealed class NetworkCheck(LoweringContext device)
{
    private readonly HashSet<string> seen = [];

    private ConvolutionPrecision Precision => device.Options.Precision;

    /// <summary>
    /// Runs every layer alone, on the reference's inputs, in every way that the device might choose. Layers that are alike, also in
    /// networks that were checked before, are run once.
    /// </summary>
    public CheckResult Layers(string config, ReferenceRun reference, CancellationToken cancellation)
    {
        double limit = Limits.OfLayer(Precision);
        double largest = 0;
        int compared = 0;
        SortedSet<string> kernels = new(StringComparer.Ordinal);
        List<string> failures = [];
        foreach (Node node in reference.Detecting.Nodes.Where(node => !node.Op.IsView && IsNew(node)))
        {
            foreach (CompileOptions way in ConvolutionTuner.WaysOf(node, device))
            {
                cancellation.ThrowIfCancellationRequested();
                compared++;
                Attempt.At($"{node.Name}, {node.Op.Name} {string.Join(", ", node.Outputs.Select(output => output.Type))}", failures, () =>
                {
                    (ImmutableArray<TensorData> outputs, string kernel) = NodeRun.Run(node, reference.InputsOf(node), device with { Options = way });
                    kernels.Add(kernel);
                    double error = outputs.Select((output, i) => output.ErrorFrom(reference[node.Outputs[i]])).Max();
                    largest = Math.Max(largest, error);
                    return error <= limit ? null : string.Create(CultureInfo.InvariantCulture, $"{kernel}: error {error:0.0e0}");
                });
            }
        }

        return new CheckResult(config, $"{Precision}", "layers", compared, [.. kernels], largest, limit, failures);
    }

    /// <summary>Runs the whole network and compares its raw predictions and prototypes.</summary>
    public CheckResult Whole(string config, ReferenceRun reference)
    {
        double limit = Limits.OfNetwork(Precision);
        double largest = 0;
        int compared = 0;
        List<string> failures = [];
        Graph.IR.Graph graph = GraphPass.ApplyAll(reference.Raw, [.. GraphPass.OfDevice(device)]);
        Attempt.At("the network", failures, () =>
        {
            AcceleratorStream stream = device.Accelerator.DefaultStream;
            using DeviceConstants constants = new(device.Accelerator);
            using ExecutionPlan plan = ExecutionPlan.Compile(graph, device, constants);
            reference.Image.Write(plan, graph.Inputs[0], stream);
            plan.Run(stream);
            stream.Synchronize();
            foreach (GraphOutput output in graph.Outputs)
            {
                compared++;
                double error = TensorData.Read(plan, output.Value, stream).ErrorFrom(reference[reference.Raw.Output(output.Name)]);
                largest = Math.Max(largest, error);
                if (error > limit)
                {
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"output {output.Name}: error {error:0.0e0}"));
                }
            }

            return null;
        });
        return new CheckResult(config, $"{Precision}", "network", compared, [], largest, limit, failures);
    }

    /// <summary>What is not a convolution does not depend on the precision, and is checked with the exact one alone.</summary>
    private bool IsNew(Node node) => (Precision == ConvolutionPrecision.Float32 || node.Op is ConvolutionOp)
        && seen.Add($"{node.Op} {string.Join(' ', node.Inputs.Concat(node.Outputs).Select(value => value.Type))}");
}
