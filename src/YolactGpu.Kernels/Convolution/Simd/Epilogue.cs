using System.Numerics;
using System.Runtime.CompilerServices;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Kernels.Convolution.Simd;

/// <summary>What happens to finished sums on their way to y.</summary>
internal static unsafe class Epilogue
{
    /// <summary>y = f(sums + bias + residual) for some channels of one pixel; residual may be null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(float* sums, float* bias, float* residual, float* y, int channels, Activation activation)
    {
        int whole = channels - (channels % Vector<float>.Count);
        bool isRelu = activation == Activation.Relu;
        for (int c = 0; c < whole; c += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(sums + c) + Vector.Load(bias + c);
            if (residual != null)
            {
                value += Vector.Load(residual + c);
            }

            if (isRelu)
            {
                value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);
            }

            value.Store(y + c);
        }

        for (int c = whole; c < channels; c++)
        {
            float value = sums[c] + bias[c] + (residual == null ? 0 : residual[c]);
            y[c] = isRelu && value < 0 ? 0 : value;
        }

        if (activation > Activation.Relu)
        {
            VectorActivation.Apply(new Span<float>(y, channels), activation);
        }
    }
}
