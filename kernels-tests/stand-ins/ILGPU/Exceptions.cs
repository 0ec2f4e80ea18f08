namespace ILGPU;

public sealed class InternalCompilerException : Exception
{
    public InternalCompilerException()
    {
    }

    public InternalCompilerException(string message)
        : base(message)
    {
    }

    public InternalCompilerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public sealed class CapabilityNotSupportedException : Exception
{
    public CapabilityNotSupportedException()
    {
    }

    public CapabilityNotSupportedException(string message)
        : base(message)
    {
    }

    public CapabilityNotSupportedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
