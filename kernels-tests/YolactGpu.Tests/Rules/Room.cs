using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using YolactGpu.Tests.Golden;

namespace YolactGpu.Tests.Rules;

/// <summary>A project of the product and what it may touch.</summary>
/// <param name="Name">The project's, and its folder's.</param>
/// <param name="Folder">Where the folder lies.</param>
/// <param name="AssemblyName">The assembly's.</param>
/// <param name="MayReference">Projects and packages, whether referenced directly or through others.</param>
public sealed record Room(string Name, string Folder, string AssemblyName, params string[] MayReference)
{
    /// <summary>Gets every project of the product; the direction is that of docs/architecture.md.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new("YolactGpu.Kernels", "src", "YolactGpu.Kernels", "ILGPU", "ILGPU.Algorithms"),
        new("YolactGpu.Graph", "src", "YolactGpu.Graph", "ILGPU", "YolactGpu.Kernels"),
        new("YolactGpu.Model", "src", "YolactGpu.Model", "ILGPU", "YolactGpu.Kernels", "YolactGpu.Graph", "YolactGpu.Weights"),
        new("YolactGpu.Data", "src", "YolactGpu.Data", "SixLabors.ImageSharp"),
        new("YolactGpu.Weights", "weights-converter", "YolactGpu.Weights"),
        new(
            "YolactGpu",
            "src",
            "YolactGpu",
            "ILGPU",
            "YolactGpu.Kernels",
            "YolactGpu.Graph",
            "YolactGpu.Model",
            "YolactGpu.Data",
            "YolactGpu.Weights",
            "Microsoft.Extensions.Logging.Abstractions"),
        new(
            "YolactGpu.Cli",
            "src",
            "yolact",
            "ILGPU",
            "YolactGpu.Kernels",
            "YolactGpu.Graph",
            "YolactGpu.Model",
            "YolactGpu.Data",
            "YolactGpu.Weights",
            "YolactGpu",
            "Microsoft.Extensions.Logging.Abstractions",
            "System.CommandLine",
            "Spectre.Console",
            "Spectre.Console.Ansi"),
        new(
            "YolactGpu.Benchmarks",
            "src",
            "YolactGpu.Benchmarks",
            "ILGPU",
            "ILGPU.Algorithms",
            "YolactGpu.Kernels",
            "YolactGpu.Graph",
            "YolactGpu.Model",
            "BenchmarkDotNet",
            "BenchmarkDotNet.Annotations"),
        new(
            "YolactGpu.WeightsConverter",
            "weights-converter",
            "yolact-convert",
            "YolactGpu.Weights",
            "YolactGpu.Model",
            "YolactGpu.Graph",
            "YolactGpu.Kernels",
            "System.CommandLine"),

        // Not part of the solution: its package is fetched only where the fuzzer is run.
        new("YolactGpu.WeightsFuzz", "weights-converter", "YolactGpu.WeightsFuzz", "yolact-convert", "SharpFuzz"),
    ];

    /// <summary>Gets the folder of the sources.</summary>
    public string SourcePath => Path.Combine(GoldenFolder.RepositoryRoot(), Folder, Name);

    /// <summary>Gets a value indicating whether this is a library rather than a program.</summary>
    public bool IsLibrary =>
        !File.ReadAllText(Path.Combine(SourcePath, $"{Name}.csproj")).Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal);

    /// <summary>Gets the path of the assembly beside the tests.</summary>
    public string AssemblyPath => Path.Combine(AppContext.BaseDirectory, $"{AssemblyName}.dll");

    /// <summary>Gives the assembly; it must lie beside the tests.</summary>
    public Assembly Load() => Assembly.Load(AssemblyName);

    /// <summary>Gives the assemblies that the code refers to, without those of .NET itself.</summary>
    public IEnumerable<string> References()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Load().GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !File.Exists(Path.Combine(runtime, $"{name}.dll")));
    }

    /// <summary>Gives the full names of all types of other assemblies that the code refers to.</summary>
    public IEnumerable<string> TypeReferences()
    {
        using PEReader file = new(File.OpenRead(AssemblyPath));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(handle => metadata.GetTypeReference(handle))
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
    }

    /// <summary>Gives the source files written by hand.</summary>
    public IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(SourcePath, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.EndsWith(".g.cs", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
