namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>Which of Winograd's algorithms: outputs along a side of the patch that one transform gives.</summary>
public enum WinogradSize
{
    /// <summary>F(2x2, 3x3): 2.25 times fewer multiplications.</summary>
    Two = 2,

    /// <summary>F(3x3, 3x3) of stride 2: 1.65 times fewer multiplications.</summary>
    Three = 3,

    /// <summary>F(4x4, 3x3): 4 times fewer multiplications, larger errors.</summary>
    Four = 4,

    /// <summary>F(6x6, 3x3): 5 times fewer multiplications, the largest errors.</summary>
    Six = 6,
}

/// <summary>What follows from the size.</summary>
internal static class WinogradSizes
{
    /// <summary>Gives the stride of the convolutions that it computes.</summary>
    public static int Stride(this WinogradSize size) => size == WinogradSize.Three ? 2 : 1;

    /// <summary>Gives the planes that are multiplied: the inputs of a patch.</summary>
    public static int Planes(this WinogradSize size)
    {
        int inputs = WinogradPatches.InputSize((int)size, size.Stride());
        return inputs * inputs;
    }

    /// <summary>Gives the planes of the weights, which some of those that are multiplied share where the stride is 2.</summary>
    public static int WeightPlanes(this WinogradSize size) => ((int)size + 2) * ((int)size + 2);
}
