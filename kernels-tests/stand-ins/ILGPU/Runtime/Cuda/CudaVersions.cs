namespace ILGPU.Runtime.Cuda;

public readonly struct CudaArchitecture : IComparable<CudaArchitecture>, IEquatable<CudaArchitecture>
{
    public static readonly CudaArchitecture SM_60 = new(6, 0);

    public static readonly CudaArchitecture SM_61 = new(6, 1);

    public static readonly CudaArchitecture SM_62 = new(6, 2);

    public static readonly CudaArchitecture SM_70 = new(7, 0);

    public static readonly CudaArchitecture SM_72 = new(7, 2);

    public static readonly CudaArchitecture SM_75 = new(7, 5);

    public static readonly CudaArchitecture SM_80 = new(8, 0);

    public static readonly CudaArchitecture SM_86 = new(8, 6);

    public static readonly CudaArchitecture SM_87 = new(8, 7);

    public static readonly CudaArchitecture SM_89 = new(8, 9);

    public static readonly CudaArchitecture SM_90 = new(9, 0);

    public static readonly CudaArchitecture SM_100 = new(10, 0);

    public static readonly CudaArchitecture SM_101 = new(10, 1);

    public static readonly CudaArchitecture SM_103 = new(10, 3);

    public static readonly CudaArchitecture SM_120 = new(12, 0);

    public static readonly CudaArchitecture SM_121 = new(12, 1);

    public CudaArchitecture(int major, int minor)
    {
        Major = major;
        Minor = minor;
    }

    public int Major { get; }

    public int Minor { get; }

    public static bool operator ==(CudaArchitecture first, CudaArchitecture second) => first.Equals(second);

    public static bool operator !=(CudaArchitecture first, CudaArchitecture second) => !first.Equals(second);

    public static bool operator <(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) < 0;

    public static bool operator <=(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) <= 0;

    public static bool operator >(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) > 0;

    public static bool operator >=(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) >= 0;

    public int CompareTo(CudaArchitecture other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public bool Equals(CudaArchitecture other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is CudaArchitecture other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Major, Minor);

    public override string ToString() => $"SM_{Major}{Minor}";
}

public readonly struct CudaInstructionSet : IComparable<CudaInstructionSet>, IEquatable<CudaInstructionSet>
{
    public static readonly CudaInstructionSet ISA_70 = new(7, 0);

    public static readonly CudaInstructionSet ISA_71 = new(7, 1);

    public static readonly CudaInstructionSet ISA_72 = new(7, 2);

    public static readonly CudaInstructionSet ISA_73 = new(7, 3);

    public static readonly CudaInstructionSet ISA_74 = new(7, 4);

    public static readonly CudaInstructionSet ISA_75 = new(7, 5);

    public static readonly CudaInstructionSet ISA_76 = new(7, 6);

    public static readonly CudaInstructionSet ISA_77 = new(7, 7);

    public static readonly CudaInstructionSet ISA_78 = new(7, 8);

    public static readonly CudaInstructionSet ISA_80 = new(8, 0);

    public static readonly CudaInstructionSet ISA_81 = new(8, 1);

    public static readonly CudaInstructionSet ISA_82 = new(8, 2);

    public static readonly CudaInstructionSet ISA_83 = new(8, 3);

    public static readonly CudaInstructionSet ISA_84 = new(8, 4);

    public static readonly CudaInstructionSet ISA_85 = new(8, 5);

    public static readonly CudaInstructionSet ISA_86 = new(8, 6);

    public static readonly CudaInstructionSet ISA_87 = new(8, 7);

    public static readonly CudaInstructionSet ISA_88 = new(8, 8);

    public CudaInstructionSet(int major, int minor)
    {
        Major = major;
        Minor = minor;
    }

    public int Major { get; }

    public int Minor { get; }

    public static bool operator ==(CudaInstructionSet first, CudaInstructionSet second) => first.Equals(second);

    public static bool operator !=(CudaInstructionSet first, CudaInstructionSet second) => !first.Equals(second);

    public static bool operator <(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) < 0;

    public static bool operator <=(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) <= 0;

    public static bool operator >(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) > 0;

    public static bool operator >=(CudaInstructionSet first, CudaInstructionSet second) => first.CompareTo(second) >= 0;

    public int CompareTo(CudaInstructionSet other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public bool Equals(CudaInstructionSet other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is CudaInstructionSet other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Major, Minor);

    public override string ToString() => $"{Major}.{Minor}";
}

public readonly struct CudaDriverVersion : IComparable<CudaDriverVersion>, IEquatable<CudaDriverVersion>
{
    private CudaDriverVersion(int value) => Value = value;

    public int Value { get; }

    public int Major => Value / 1000;

    public int Minor => Value % 1000 / 10;

    public static implicit operator int(CudaDriverVersion version) => version.Value;

    public static bool operator ==(CudaDriverVersion first, CudaDriverVersion second) => first.Equals(second);

    public static bool operator !=(CudaDriverVersion first, CudaDriverVersion second) => !first.Equals(second);

    public static bool operator <(CudaDriverVersion first, CudaDriverVersion second) => first.Value < second.Value;

    public static bool operator <=(CudaDriverVersion first, CudaDriverVersion second) => first.Value <= second.Value;

    public static bool operator >(CudaDriverVersion first, CudaDriverVersion second) => first.Value > second.Value;

    public static bool operator >=(CudaDriverVersion first, CudaDriverVersion second) => first.Value >= second.Value;

    public static CudaDriverVersion FromMajorMinor(int major, int minor) => new((major * 1000) + (minor * 10));

    public static CudaDriverVersion FromValue(int value) => new(value);

    public int CompareTo(CudaDriverVersion other) => Value.CompareTo(other.Value);

    public bool Equals(CudaDriverVersion other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is CudaDriverVersion other && Equals(other);

    public override int GetHashCode() => Value;

    public override string ToString() => $"{Major}.{Minor}";
}
