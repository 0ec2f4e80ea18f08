using System.Globalization;
using System.Runtime.InteropServices;

namespace YolactGpu.Kernels.Devices.Cuda;

/// <summary>
/// Functions of the CUDA driver that ILGPU does not offer, called in the library that ILGPU has loaded. Names, arguments and constants are
/// those of cuda.h; the context must be current in the thread, as it is once the accelerator is bound. Source: CUDA Driver API, Stream
/// Management, Graph Management and Event Management.
/// </summary>
internal sealed unsafe class CudaDriver : ICudaGraphs, ICudaEvents
{
    /// <summary>
    /// CU_STREAM_CAPTURE_MODE_THREAD_LOCAL: calls that would break a capture (allocations, waits for everything) are refused to the
    /// thread that captures; others, which prepare another plan, may go on.
    /// </summary>
    internal const int ThreadLocalCapture = 1;

    /// <summary>CU_STREAM_CAPTURE_STATUS_NONE; the others are active (1) and invalidated (2), and both need the capture to be ended.</summary>
    private const int NoCapture = 0;

    /// <summary>CU_EVENT_DEFAULT: with its time, and whoever waits for it spins or sleeps as the context says.</summary>
    private const uint TimedEvent = 0;

    private readonly delegate* unmanaged<int, byte**, int> getErrorName;
    private readonly delegate* unmanaged<nint, int, int> streamBeginCapture;
    private readonly delegate* unmanaged<nint, nint*, int> streamEndCapture;
    private readonly delegate* unmanaged<nint, int*, int> streamIsCapturing;
    private readonly delegate* unmanaged<nint*, nint, ulong, int> graphInstantiateWithFlags;
    private readonly delegate* unmanaged<nint*, nint, nint*, byte*, nuint, int> graphInstantiate;
    private readonly delegate* unmanaged<nint, nint, int> graphLaunch;
    private readonly delegate* unmanaged<nint, int> graphExecDestroy;
    private readonly delegate* unmanaged<nint, int> graphDestroy;
    private readonly delegate* unmanaged<nint*, uint, int> eventCreate;
    private readonly delegate* unmanaged<nint, nint, int> eventRecord;
    private readonly delegate* unmanaged<float*, nint, nint, int> eventElapsedTime;
    private readonly delegate* unmanaged<nint, int> eventDestroy;

    /// <param name="export">Gives a function's address by its name, or 0 where the driver, being older, has none.</param>
    internal CudaDriver(Func<string, nint> export)
    {
        getErrorName = (delegate* unmanaged<int, byte**, int>)export("cuGetErrorName");
        streamBeginCapture = (delegate* unmanaged<nint, int, int>)export("cuStreamBeginCapture_v2");
        streamEndCapture = (delegate* unmanaged<nint, nint*, int>)export("cuStreamEndCapture");
        streamIsCapturing = (delegate* unmanaged<nint, int*, int>)export("cuStreamIsCapturing");
        graphInstantiateWithFlags = (delegate* unmanaged<nint*, nint, ulong, int>)export("cuGraphInstantiateWithFlags");
        graphInstantiate = (delegate* unmanaged<nint*, nint, nint*, byte*, nuint, int>)export("cuGraphInstantiate_v2");
        graphLaunch = (delegate* unmanaged<nint, nint, int>)export("cuGraphLaunch");
        graphExecDestroy = (delegate* unmanaged<nint, int>)export("cuGraphExecDestroy");
        graphDestroy = (delegate* unmanaged<nint, int>)export("cuGraphDestroy");
        eventCreate = (delegate* unmanaged<nint*, uint, int>)export("cuEventCreate");
        eventRecord = (delegate* unmanaged<nint, nint, int>)export("cuEventRecord");
        eventElapsedTime = (delegate* unmanaged<float*, nint, nint, int>)export("cuEventElapsedTime");
        eventDestroy = (delegate* unmanaged<nint, int>)export("cuEventDestroy_v2");
        GraphRefusal = Missing(
            (streamBeginCapture == null, "cuStreamBeginCapture_v2"),
            (streamEndCapture == null, "cuStreamEndCapture"),
            (streamIsCapturing == null, "cuStreamIsCapturing"),
            (graphInstantiateWithFlags == null && graphInstantiate == null, "cuGraphInstantiateWithFlags"),
            (graphLaunch == null, "cuGraphLaunch"),
            (graphExecDestroy == null, "cuGraphExecDestroy"),
            (graphDestroy == null, "cuGraphDestroy"));
        EventRefusal = Missing(
            (eventCreate == null, "cuEventCreate"),
            (eventRecord == null, "cuEventRecord"),
            (eventElapsedTime == null, "cuEventElapsedTime"),
            (eventDestroy == null, "cuEventDestroy_v2"));
    }

    /// <summary>Gets which function is missing to capture and replay; null where none is.</summary>
    public string? GraphRefusal { get; }

    /// <summary>Gets which function is missing for events; null where none is.</summary>
    public string? EventRefusal { get; }

    /// <summary>Opens the driver's library, which stays loaded; null where there is none.</summary>
    public static CudaDriver? Open() =>
        NativeDrivers.LoadCuda() is var library and not 0
            ? new CudaDriver(name => NativeLibrary.TryGetExport(library, name, out nint address) ? address : 0)
            : null;

    /// <inheritdoc/>
    public string? BeginCapture(nint stream) =>
        Check(streamBeginCapture(stream, ThreadLocalCapture), "cuStreamBeginCapture_v2");

    /// <inheritdoc/>
    public string? EndCapture(nint stream, out nint graph)
    {
        nint ended = 0;
        int code = streamEndCapture(stream, &ended);
        graph = ended;
        return Check(code, "cuStreamEndCapture");
    }

    /// <inheritdoc/>
    public string? IsCapturing(nint stream, out bool isCapturing)
    {
        int status = NoCapture;
        int code = streamIsCapturing(stream, &status);
        isCapturing = status != NoCapture;
        return Check(code, "cuStreamIsCapturing");
    }

    /// <inheritdoc/>
    public string? Instantiate(nint graph, out nint executable)
    {
        nint made = 0;
        string? refusal = graphInstantiateWithFlags != null
            ? Check(graphInstantiateWithFlags(&made, graph, 0), "cuGraphInstantiateWithFlags")
            : Check(graphInstantiate(&made, graph, null, null, 0), "cuGraphInstantiate_v2");
        executable = refusal is null ? made : 0;
        return refusal;
    }

    /// <inheritdoc/>
    public string? Launch(nint executable, nint stream) => Check(graphLaunch(executable, stream), "cuGraphLaunch");

    /// <inheritdoc/>
    public string? DestroyExecutable(nint executable) => Check(graphExecDestroy(executable), "cuGraphExecDestroy");

    /// <inheritdoc/>
    public string? DestroyGraph(nint graph) => Check(graphDestroy(graph), "cuGraphDestroy");

    /// <inheritdoc/>
    public string? Create(out nint created)
    {
        nint made = 0;
        int code = eventCreate(&made, TimedEvent);
        created = made;
        return Check(code, "cuEventCreate");
    }

    /// <inheritdoc/>
    public string? Record(nint queued, nint stream) => Check(eventRecord(queued, stream), "cuEventRecord");

    /// <inheritdoc/>
    public string? Elapsed(nint start, nint end, out TimeSpan elapsed)
    {
        float milliseconds = 0;
        int code = eventElapsedTime(&milliseconds, start, end);
        elapsed = TimeSpan.FromMilliseconds(milliseconds);
        return Check(code, "cuEventElapsedTime");
    }

    /// <inheritdoc/>
    public string? Destroy(nint created) => Check(eventDestroy(created), "cuEventDestroy_v2");

    private static string? Missing(params ReadOnlySpan<(bool IsMissing, string Name)> functions)
    {
        foreach ((bool isMissing, string name) in functions)
        {
            if (isMissing)
            {
                return $"the driver has no {name}";
            }
        }

        return null;
    }

    private string? Check(int code, string function)
    {
        if (code == 0)
        {
            return null;
        }

        byte* name = null;
        bool isKnown = getErrorName != null && getErrorName(code, &name) == 0 && name != null;
        string text = isKnown ? Marshal.PtrToStringUTF8((nint)name)! : "error";
        return string.Create(CultureInfo.InvariantCulture, $"{function} gave {text} ({code})");
    }
}
