using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using YolactGpu.Kernels.Devices.Cuda;

namespace YolactGpu.Graph.Execution;

/// <summary>Where launches can be captured: a driver and a stream of it.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Stream">Its handle of the stream.</param>
internal sealed record CudaGraphTarget(ICudaGraphs Driver, nint Stream)
{
    /// <summary>Gives a replay of what launches on the stream.</summary>
    public IReplay Replay(Action launch) => new CudaGraphReplay(Driver, Stream, launch);

    /// <summary>Gives the target for a stream, or null and why there is none.</summary>
    /// <param name="stream">The stream; CUDA's default stream, which everything waits for, cannot be captured.</param>
    /// <param name="isWanted">Whether launches should be captured.</param>
    /// <param name="without">Why launches cannot be captured.</param>
    public static CudaGraphTarget? Of(AcceleratorStream stream, bool isWanted, out LaunchManner without)
    {
        without = new LaunchManner(false, "the device is not of CUDA");
        if (stream is not CudaStream cuda)
        {
            return null;
        }

        if (!isWanted)
        {
            without = new LaunchManner(false, "CUDA graphs are turned off");
            return null;
        }

        CudaDriver? driver = CudaDriver.Open();
        string? refusal = driver is null ? "there is no CUDA driver"
            : cuda.StreamPtr == 0 ? "the default stream cannot be captured"
            : driver.GraphRefusal;
        without = new LaunchManner(false, refusal ?? "", refusal is not null);
        return refusal is null ? new CudaGraphTarget(driver!, cuda.StreamPtr) : null;
    }
}
