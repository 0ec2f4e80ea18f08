using YolactGpu.Kernels.Devices.Cuda;

namespace YolactGpu.Tests.Kernels.Devices.Cuda;

/// <summary>
/// A driver without a device: keeps what was called, refuses what it is told to, and fails a test that frees a handle twice or uses one
/// that is not there.
/// </summary>
internal sealed class FakeCudaGraphs : ICudaGraphs
{
    private readonly HashSet<nint> graphs = [];
    private readonly HashSet<nint> executables = [];
    private nint last;

    /// <summary>Gets the calls, in order.</summary>
    internal List<string> Calls { get; } = [];

    /// <summary>Gets the functions that refuse.</summary>
    internal HashSet<string> Refused { get; } = [];

    /// <summary>Gets or sets whether calls are kept and looked at; without, a launch allocates nothing.</summary>
    internal bool KeepsCalls { get; set; } = true;

    /// <summary>Gets or sets what happens when an executable is launched.</summary>
    internal Action<nint> Launched { get; set; } = _ => { };

    /// <summary>Gets or sets whether a capture that was refused its end goes on.</summary>
    internal bool KeepsCapturing { get; set; }

    internal bool Capturing { get; private set; }

    /// <summary>Gets the graphs and executables that nobody has freed.</summary>
    internal int Alive => graphs.Count + executables.Count;

    public string? BeginCapture(nint stream)
    {
        Require(!Capturing, "a stream captures once at a time");
        string? refusal = Call($"begin {stream}");
        Capturing = refusal is null;
        return refusal;
    }

    public string? EndCapture(nint stream, out nint graph)
    {
        Require(Capturing, "only a capture can be ended");
        string? refusal = Call($"end {stream}");
        Capturing = refusal is not null && KeepsCapturing;
        graph = refusal is null && !Refused.Contains("graph") ? Make(graphs) : 0;
        return refusal;
    }

    public string? IsCapturing(nint stream, out bool isCapturing)
    {
        isCapturing = Capturing;
        return Call("capturing?");
    }

    public string? Instantiate(nint graph, out nint executable)
    {
        Require(graphs.Contains(graph), "an executable is made of a graph that is there");
        string? refusal = Call("instantiate");
        executable = refusal is null ? Make(executables) : 0;
        return refusal;
    }

    public string? Launch(nint executable, nint stream)
    {
        Require(executables.Contains(executable), "an executable is launched that is there");
        Require(!Capturing, "nothing is replayed into a capture");
        if (KeepsCalls && Call($"launch {stream}") is { } refusal)
        {
            return refusal;
        }

        Launched(executable);
        return null;
    }

    public string? DestroyExecutable(nint executable)
    {
        Require(executables.Remove(executable), "an executable is freed once");
        return Call("free executable");
    }

    public string? DestroyGraph(nint graph)
    {
        Require(graphs.Remove(graph), "a graph is freed once");
        return Call("free graph");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The driver was misused: {what}.");
        }
    }

    private nint Make(HashSet<nint> handles)
    {
        handles.Add(++last);
        return last;
    }

    private string? Call(string call)
    {
        Calls.Add(call);
        string function = call.Split(' ')[0];
        return Refused.Contains(call) || Refused.Contains(function) ? $"{function} was refused" : null;
    }
}
