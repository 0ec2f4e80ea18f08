using ILGPU;
using SixLabors.ImageSharp;

namespace YolactGpu.Tests.Support;

/// <summary>Tells which packages are the registry's and which are stand-ins, by the assemblies that were loaded.</summary>
public static class Packages
{
    /// <summary>Gets a value indicating whether ILGPU is the stand-in: it alone carries the project's version.</summary>
    public static bool IlgpuIsStandIn => typeof(Context).Assembly.GetName().Version!.Major == 0;

    /// <summary>Gets a value indicating whether ImageSharp is the stand-in.</summary>
    public static bool ImageSharpIsStandIn => typeof(Image).Assembly.GetName().Version!.Major == 0;
}
