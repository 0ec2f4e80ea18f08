using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NUnit.Framework;
using YolactGpu.Kernels.Devices.Cuda;

namespace YolactGpu.Tests.Kernels.Devices.Cuda;

/// <summary>What the driver's functions are given and give, with functions in their place that have cuda.h's signatures.</summary>
[NonParallelizable]
public sealed unsafe class CudaDriverTests
{
    private const int Unsupported = 900;

    // Wider than 32 bits, so that a handle cut short shows.
    private static readonly nint StreamHandle = unchecked((nint)0x7000_0000_0001);
    private static readonly nint GraphHandle = unchecked((nint)0x1234_5678_9ABC);
    private static readonly nint ExecutableHandle = unchecked((nint)0x7EDC_BA98_7654);
    private static readonly nint EventHandle = unchecked((nint)0x6000_AAAA_BBBB);

    private static readonly byte[] UnsupportedName = GC.AllocateArray<byte>(64, pinned: true);
    private static readonly List<string> Calls = [];
    private static int result;

    private CudaDriver driver = null!;

    [SetUp]
    public void CreateDriver()
    {
        "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"u8.CopyTo(UnsupportedName);
        Calls.Clear();
        result = 0;
        driver = new CudaDriver(name => Exports().GetValueOrDefault(name));
    }

    [Test]
    public void Capturing_and_replaying_hand_over_what_cuda_h_asks_for()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.GraphRefusal, Is.Null);
            Assert.That(driver.BeginCapture(StreamHandle), Is.Null);
            Assert.That(driver.IsCapturing(StreamHandle, out bool isCapturing), Is.Null);
            Assert.That(isCapturing);
            Assert.That(driver.EndCapture(StreamHandle, out nint graph), Is.Null);
            Assert.That(driver.Instantiate(graph, out nint executable), Is.Null);
            Assert.That(driver.Launch(executable, StreamHandle), Is.Null);
            Assert.That(driver.DestroyExecutable(executable), Is.Null);
            Assert.That(driver.DestroyGraph(graph), Is.Null);
            Assert.That(Calls, Is.EqualTo(new[]
            {
                "begin 700000000001 mode 1", "capturing? 700000000001", "end 700000000001", "instantiate 123456789ABC flags 0",
                "launch 7EDCBA987654 on 700000000001", "free executable 7EDCBA987654", "free graph 123456789ABC",
            }));
        }
    }

    [Test]
    public void Events_hand_over_what_cuda_h_asks_for()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.EventRefusal, Is.Null);
            Assert.That(driver.Create(out nint made), Is.Null);
            Assert.That(driver.Record(made, StreamHandle), Is.Null);
            Assert.That(driver.Elapsed(made, 0x5555, out TimeSpan elapsed), Is.Null);
            Assert.That(elapsed, Is.EqualTo(TimeSpan.FromMilliseconds(1.5)));
            Assert.That(driver.Destroy(made), Is.Null);
            Assert.That(Calls, Is.EqualTo(new[]
            {
                "create flags 0", "record 6000AAAABBBB on 700000000001", "elapsed 6000AAAABBBB to 5555", "free event 6000AAAABBBB",
            }));
        }
    }

    [Test]
    public void An_older_driver_instantiates_with_the_older_function()
    {
        driver = new CudaDriver(name => name == "cuGraphInstantiateWithFlags" ? 0 : Exports().GetValueOrDefault(name));

        Assert.That(driver.GraphRefusal, Is.Null);
        Assert.That(driver.Instantiate(GraphHandle, out nint executable), Is.Null);
        Assert.That(executable, Is.EqualTo(ExecutableHandle));
        Assert.That(Calls, Is.EqualTo(new[] { "instantiate 123456789ABC node 0 log 0 of 0" }));
    }

    [TestCase("cuStreamBeginCapture_v2")]
    [TestCase("cuStreamEndCapture")]
    [TestCase("cuStreamIsCapturing")]
    [TestCase("cuGraphLaunch")]
    [TestCase("cuGraphExecDestroy")]
    [TestCase("cuGraphDestroy")]
    public void A_driver_without_a_function_tells_which(string function)
    {
        driver = new CudaDriver(name => name == function ? 0 : Exports().GetValueOrDefault(name));

        Assert.That(driver.GraphRefusal, Is.EqualTo($"the driver has no {function}"));
        Assert.That(driver.EventRefusal, Is.Null);
    }

    [Test]
    public void An_error_is_told_with_function_name_and_number()
    {
        result = Unsupported;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.BeginCapture(1), Is.EqualTo("cuStreamBeginCapture_v2 gave CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED (900)"));
            Assert.That(driver.Instantiate(1, out nint executable), Does.StartWith("cuGraphInstantiateWithFlags gave"));
            Assert.That(executable, Is.EqualTo((nint)0), "what an error gives is not used");
            result = 4242;
            Assert.That(driver.Launch(1, 2), Is.EqualTo("cuGraphLaunch gave error (4242)"));
        }
    }

    private static Dictionary<string, nint> Exports() => new()
    {
        ["cuGetErrorName"] = (nint)(delegate* unmanaged<int, byte**, int>)&GetErrorName,
        ["cuStreamBeginCapture_v2"] = (nint)(delegate* unmanaged<nint, int, int>)&StreamBeginCapture,
        ["cuStreamEndCapture"] = (nint)(delegate* unmanaged<nint, nint*, int>)&StreamEndCapture,
        ["cuStreamIsCapturing"] = (nint)(delegate* unmanaged<nint, int*, int>)&StreamIsCapturing,
        ["cuGraphInstantiateWithFlags"] = (nint)(delegate* unmanaged<nint*, nint, ulong, int>)&GraphInstantiateWithFlags,
        ["cuGraphInstantiate_v2"] = (nint)(delegate* unmanaged<nint*, nint, nint*, byte*, nuint, int>)&GraphInstantiate,
        ["cuGraphLaunch"] = (nint)(delegate* unmanaged<nint, nint, int>)&GraphLaunch,
        ["cuGraphExecDestroy"] = (nint)(delegate* unmanaged<nint, int>)&GraphExecDestroy,
        ["cuGraphDestroy"] = (nint)(delegate* unmanaged<nint, int>)&GraphDestroy,
        ["cuEventCreate"] = (nint)(delegate* unmanaged<nint*, uint, int>)&EventCreate,
        ["cuEventRecord"] = (nint)(delegate* unmanaged<nint, nint, int>)&EventRecord,
        ["cuEventElapsedTime"] = (nint)(delegate* unmanaged<float*, nint, nint, int>)&EventElapsedTime,
        ["cuEventDestroy_v2"] = (nint)(delegate* unmanaged<nint, int>)&EventDestroy,
    };

    private static int Called(FormattableString call)
    {
        Calls.Add(FormattableString.Invariant(call));
        return result;
    }

    [UnmanagedCallersOnly]
    private static int GetErrorName(int code, byte** name)
    {
        if (code != Unsupported)
        {
            return 1;
        }

        *name = (byte*)Unsafe.AsPointer(ref UnsupportedName[0]);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int StreamBeginCapture(nint stream, int mode) => Called($"begin {stream:X} mode {mode}");

    [UnmanagedCallersOnly]
    private static int StreamEndCapture(nint stream, nint* graph)
    {
        *graph = GraphHandle;
        return Called($"end {stream:X}");
    }

    [UnmanagedCallersOnly]
    private static int StreamIsCapturing(nint stream, int* status)
    {
        *status = 2;
        return Called($"capturing? {stream:X}");
    }

    [UnmanagedCallersOnly]
    private static int GraphInstantiateWithFlags(nint* executable, nint graph, ulong flags)
    {
        *executable = ExecutableHandle;
        return Called($"instantiate {graph:X} flags {flags}");
    }

    [UnmanagedCallersOnly]
    private static int GraphInstantiate(nint* executable, nint graph, nint* errorNode, byte* log, nuint logSize)
    {
        *executable = ExecutableHandle;
        return Called($"instantiate {graph:X} node {(nint)errorNode:X} log {(nint)log:X} of {logSize}");
    }

    [UnmanagedCallersOnly]
    private static int GraphLaunch(nint executable, nint stream) => Called($"launch {executable:X} on {stream:X}");

    [UnmanagedCallersOnly]
    private static int GraphExecDestroy(nint executable) => Called($"free executable {executable:X}");

    [UnmanagedCallersOnly]
    private static int GraphDestroy(nint graph) => Called($"free graph {graph:X}");

    [UnmanagedCallersOnly]
    private static int EventCreate(nint* created, uint flags)
    {
        *created = EventHandle;
        return Called($"create flags {flags}");
    }

    [UnmanagedCallersOnly]
    private static int EventRecord(nint queued, nint stream) => Called($"record {queued:X} on {stream:X}");

    [UnmanagedCallersOnly]
    private static int EventElapsedTime(float* milliseconds, nint start, nint end)
    {
        *milliseconds = 1.5f;
        return Called($"elapsed {start:X} to {end:X}");
    }

    [UnmanagedCallersOnly]
    private static int EventDestroy(nint destroyed) => Called($"free event {destroyed:X}");
}
