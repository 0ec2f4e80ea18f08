namespace ILGPU.Runtime;

public readonly struct KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
    : IEquatable<KernelSpecialization>
{
    public static readonly KernelSpecialization Empty;

    public int? MaxNumThreadsPerGroup { get; } =
        maxNumThreadsPerGroup is null or > 0
            ? maxNumThreadsPerGroup
            : throw new ArgumentOutOfRangeException(nameof(maxNumThreadsPerGroup));

    public int? MinNumGroupsPerMultiprocessor { get; } =
        minNumGroupsPerMultiprocessor is null or > 0
            ? minNumGroupsPerMultiprocessor
            : throw new ArgumentOutOfRangeException(nameof(minNumGroupsPerMultiprocessor));

    public static bool operator ==(KernelSpecialization first, KernelSpecialization second) => first.Equals(second);

    public static bool operator !=(KernelSpecialization first, KernelSpecialization second) => !first.Equals(second);

    public bool IsCompatibleWith(Accelerator accelerator) =>
        MaxNumThreadsPerGroup.GetValueOrDefault() <= accelerator.MaxNumThreadsPerGroup;

    public bool Equals(KernelSpecialization other) =>
        MaxNumThreadsPerGroup == other.MaxNumThreadsPerGroup &&
        MinNumGroupsPerMultiprocessor == other.MinNumGroupsPerMultiprocessor;

    public override bool Equals(object? obj) => obj is KernelSpecialization other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(MaxNumThreadsPerGroup, MinNumGroupsPerMultiprocessor);

    public override string ToString() =>
        $"MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup.GetValueOrDefault()}, " +
        $"MinNumGroupsPerMP: {MinNumGroupsPerMultiprocessor.GetValueOrDefault()}";
}
