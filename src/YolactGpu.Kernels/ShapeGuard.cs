using System.Runtime.CompilerServices;
using ILGPU;

namespace YolactGpu.Kernels;

/// <summary>Checks on the host, before a launch, what a kernel takes for granted.</summary>
internal static class ShapeGuard
{
    /// <summary>Throws unless <paramref name="view"/> holds exactly <paramref name="expected"/> elements.</summary>
    public static void HasLength<T>(
        ArrayView<T> view,
        long expected,
        [CallerArgumentExpression(nameof(view))] string? name = null)
        where T : unmanaged
    {
        if (view.Length != expected)
        {
            throw new ArgumentException($"{name} holds {view.Length} elements; the shape needs {expected}.", name);
        }
    }

    /// <summary>Throws unless <paramref name="view"/> is empty or holds exactly <paramref name="expected"/> elements.</summary>
    public static void HasLengthOrIsEmpty<T>(
        ArrayView<T> view,
        long expected,
        [CallerArgumentExpression(nameof(view))] string? name = null)
        where T : unmanaged
    {
        if (view.Length != 0)
        {
            HasLength(view, expected, name);
        }
    }

    /// <summary>Gives a count of work items as the 32-bit index that a launch takes, or throws.</summary>
    public static int Index(long count, string what) => count is >= 0 and <= int.MaxValue
        ? (int)count
        : throw new ArgumentException($"{what} are {count}; one launch takes at most {int.MaxValue}.");
}
