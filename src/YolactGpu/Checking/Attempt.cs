using YolactGpu.Data;

namespace YolactGpu.Checking;

/// <summary>Part of a check that may fail in any way: a device's compiler and driver throw what they like, and the rest is checked all the same.</summary>
internal static class Attempt
{
    /// <summary>Runs it and adds a line where it fails.</summary>
    /// <param name="what">What the line begins with.</param>
    /// <param name="failures">Where it goes.</param>
    /// <param name="action">Gives what is wrong, or null.</param>
    public static void At(string what, List<string> failures, Func<string?> action)
    {
        try
        {
            if (action() is { } wrong)
            {
                failures.Add($"{what}: {wrong}");
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failures.Add(OneLine.Of($"{what}: {e.GetType().Name}: {(e.InnerException ?? e).Message}"));
        }
    }
}
