using System.CommandLine;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter.Commands;

/// <summary>manifest DIR: describes the weights files of a folder in manifest.json, or compares them with it.</summary>
internal static class ManifestCommand
{
    internal static Command Make(TextWriter output, TextWriter error)
    {
        Argument<string> folder = new("DIR") { Description = "A folder with weights files." };
        Option<bool> check = new("--check")
        {
            Description = "Compare with the manifest that is there; exit code 1 where anything differs.",
        };
        Command command = new(
            "manifest", "Write SHA-256, size, configuration and classes of every weights file to DIR/manifest.json.")
        {
            folder, check,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder), parsed.GetValue(check), output, error));
        return command;
    }

    private static int Run(string folder, bool check, TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(folder))
        {
            throw new WeightsException(folder, "there is no such folder");
        }

        string path = Path.Combine(folder, WeightsManifest.FileName);
        IReadOnlyList<ManifestEntry>? manifest = check ? WeightsManifest.Read(path) : null;
        IReadOnlyList<ManifestEntry> found = WeightsManifest.Describe(folder, error);
        if (manifest is null)
        {
            byte[] json = WeightsManifest.Write(found);
            using PartialFile file = PartialFile.Create(path, overwrite: true, json.Length);
            file.Write(json, 0);
            file.Commit();
            output.WriteLine($"{path}: {found.Count} files");
            return ConverterCommandLine.Succeeded;
        }

        string[] findings = [.. WeightsManifest.Compare(manifest, found)];
        foreach (string finding in findings)
        {
            output.WriteLine(finding);
        }

        output.WriteLine($"{found.Count} files, {findings.Length} differences");
        return findings.Length == 0 ? ConverterCommandLine.Succeeded : ConverterCommandLine.Failed;
    }
}
