using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NUnit.Framework;
using YolactGpu.Tests.Golden;

namespace YolactGpu.Tests.Rules;

/// <summary>The rooms of the house stay apart, as docs/architecture.md has them.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 400;

    private static readonly string[] FileTypes =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo",
        "System.IO.Path", "System.IO.StreamReader", "System.IO.StreamWriter", "System.IO.RandomAccess",
    ];

    public static IEnumerable<Room> Rooms() => Room.All;

    public static IEnumerable<Room> Libraries() => Room.All.Where(room => room.IsLibrary);

    [Test]
    public void Every_project_has_its_rules()
    {
        string root = GoldenFolder.RepositoryRoot();
        IEnumerable<string> projects = new[] { "src", "weights-converter" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(root, Path.GetDirectoryName(path)!));

        Assert.That(projects, Is.EquivalentTo(Room.All.Select(room => Path.Combine(room.Folder, room.Name))));
    }

    [TestCaseSource(nameof(Rooms))]
    public void References_keep_their_direction(Room room)
    {
        if (!File.Exists(room.AssemblyPath))
        {
            Assert.Ignore($"{room.AssemblyName} is not built with the tests.");
        }

        Assert.That(room.References(), Is.SubsetOf(room.MayReference));
    }

    [TestCaseSource(nameof(Libraries))]
    public void Libraries_leave_the_console_alone(Room room) =>
        Assert.That(room.TypeReferences(), Has.None.EqualTo("System.Console").And.None.StartsWith("Spectre.Console"));

    [TestCase("YolactGpu.Kernels")]
    [TestCase("YolactGpu.Graph")]
    public void Kernels_and_graph_touch_no_files(string name) =>
        Assert.That(Room.All.Single(room => room.Name == name).TypeReferences(), Has.None.AnyOf(FileTypes.Cast<object>().ToArray()));

    [Test]
    public void ImageSharp_stays_in_Imaging()
    {
        Type[] users =
        [
            .. Room.All.Where(room => File.Exists(room.AssemblyPath))
                .SelectMany(room => room.Load().GetTypes())
                .Where(type => TypeUse.Of(type).Any(used => used.Namespace?.StartsWith("SixLabors", StringComparison.Ordinal) == true)),
        ];

        Assert.That(users, Is.Not.Empty);
        Assert.That(users.Select(type => type.Namespace), Is.All.EqualTo("YolactGpu.Data.Imaging"));
    }

    [TestCaseSource(nameof(Libraries))]
    public void Nothing_static_changes(Room room) =>
        Assert.That(
            from type in room.Load().GetTypes()
            where !type.IsDefined(typeof(CompilerGeneratedAttribute))
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !field.IsInitOnly && !field.IsDefined(typeof(CompilerGeneratedAttribute))
            select $"{type.Name}.{field.Name}",
            Is.Empty);

    [TestCaseSource(nameof(Rooms))]
    public void Namespaces_are_those_of_the_folders(Room room)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (string path in room.SourceFiles())
            {
                string folder = Path.GetRelativePath(Path.GetDirectoryName(room.SourcePath)!, Path.GetDirectoryName(path)!);
                Match match = NamespaceLine().Match(File.ReadAllText(path));

                // A program of top-level statements has no namespace.
                Assert.That(
                    match.Success ? match.Groups[1].Value : Path.GetFileName(path),
                    Is.EqualTo(match.Success ? folder.Replace(Path.DirectorySeparatorChar, '.') : "Program.cs"),
                    path);
            }
        }
    }

    [TestCaseSource(nameof(Rooms))]
    public void Files_stay_readable(Room room)
    {
        string[] files = [.. room.SourceFiles()];

        Assert.That(files, Is.Not.Empty);
        Assert.That(files.Where(path => File.ReadLines(path).Count() > MostLines), Is.Empty, $"more than {MostLines} lines");
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
