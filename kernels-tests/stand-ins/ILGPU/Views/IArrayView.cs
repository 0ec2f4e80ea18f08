namespace ILGPU;

public interface IArrayView
{
    bool IsValid { get; }

    long Length { get; }

    int ElementSize { get; }

    long LengthInBytes { get; }
}

public interface IArrayView<T> : IArrayView
    where T : unmanaged
{
}

public interface IContiguousArrayView : IArrayView
{
    ArrayView<byte> AsRawArrayView();
}

public interface IContiguousArrayView<T> : IContiguousArrayView, IArrayView<T>
    where T : unmanaged
{
}
