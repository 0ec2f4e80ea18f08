using System.Globalization;

namespace YolactGpu.Graph.IR;

/// <summary>Writes a graph as a Mermaid flow chart.</summary>
public static class MermaidWriter
{
    /// <summary>Writes the chart: a box per node with op and output shape, an arrow per value; constants are left out.</summary>
    public static void Write(Graph graph, TextWriter writer)
    {
        Dictionary<Value, string> producers = [];
        writer.WriteLine("flowchart TD");
        foreach (Value input in graph.Inputs)
        {
            string id = $"i{producers.Count.ToString(CultureInfo.InvariantCulture)}";
            producers.Add(input, id);
            writer.WriteLine($"  {id}([\"{input.Name}<br/>{input.Type}\"])");
        }

        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            Node node = graph.Nodes[i];
            string id = $"n{i.ToString(CultureInfo.InvariantCulture)}";
            writer.WriteLine($"  {id}[\"{node.Name}<br/>{node.Op.Name} {node.Outputs[0].Type}\"]");
            foreach (Value input in node.Inputs.Where(producers.ContainsKey))
            {
                writer.WriteLine($"  {producers[input]} --> {id}");
            }

            foreach (Value output in node.Outputs)
            {
                producers.Add(output, id);
            }
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            writer.WriteLine($"  {producers[output.Value]} --> out_{output.Name}([\"{output.Name}\"])");
        }
    }
}
