namespace ILGPU;

public static class AlgorithmContext
{
    /// <summary>Nothing to enable: XMath is plain .NET here.</summary>
    public static Context.Builder EnableAlgorithms(this Context.Builder builder) => builder;
}
