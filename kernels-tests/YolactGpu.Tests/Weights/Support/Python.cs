using System.Diagnostics;
using NUnit.Framework;

namespace YolactGpu.Tests.Weights.Support;

/// <summary>Runs Python where there is one with the module that a test needs.</summary>
internal static class Python
{
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script in a folder and gives what it printed; the test is ignored without the module.</summary>
    internal static string Run(string module, string script, ScratchFolder folder)
    {
        string? interpreter = Interpreters.FirstOrDefault(
            candidate => TryRun(candidate, $"import {module}", folder[""], out _));
        if (interpreter is null)
        {
            Assert.Ignore($"There is no Python with {module} on this machine.");
        }

        bool succeeded = TryRun(interpreter!, script, folder[""], out string output);
        Assert.That(succeeded, Is.True, output);
        return output;
    }

    private static bool TryRun(string interpreter, string script, string folder, out string output)
    {
        ProcessStartInfo start = new(interpreter, ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(TimeLimit))
            {
                process.Kill();
                output += "took too long";
                return false;
            }

            output += errors.Result;
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            output = exception.Message;
            return false;
        }
    }
}
