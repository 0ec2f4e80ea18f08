using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Kernels.Normalization;

namespace YolactGpu.Kernels.Detection;

/// <summary>How an objectness becomes a part of class scores.</summary>
public enum ObjectnessUse
{
    /// <summary>Scores count where the objectness is above 0.1, and are 0 elsewhere: a network trained with objectness alone.</summary>
    Gate,

    /// <summary>Scores are multiplied by the objectness: a network trained with focal loss and objectness.</summary>
    Factor,
}

/// <summary>
/// Class scores of priors whose first logit is not the background but an objectness.
/// <para>o = σ(x[r, 0]); s[k] = softmax over k ≥ 1 of x[r, k]. y[r, k] = o·s[k] as a factor; s[k] where o &gt; 0.1, else 0,
/// as a gate; y[r, 0] = 1 − o. x, y: [rows, K] float, K of at least 2. One index does one row. y may be x.</para>
/// <para>Relative error about (K + 12)·2⁻²⁴. Source: forward of Yolact outside training; there the gate leaves x[r, 0] in
/// place, which nothing reads.</para>
/// </summary>
public sealed class ObjectnessScores : IKernel<ObjectnessScores>
{
    private const float GateThreshold = 0.1f;

    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, SoftmaxShape, int> launch;

    private ObjectnessScores(Accelerator accelerator) =>
        launch = accelerator.LoadIndexed<ArrayView<float>, ArrayView<float>, SoftmaxShape, int>(Kernel);

    /// <inheritdoc/>
    public static ObjectnessScores Load(Accelerator accelerator) => new(accelerator);

    /// <summary>Queues the scoring on <paramref name="stream"/>; it does not wait.</summary>
    /// <exception cref="ArgumentException">A view's length is not what <paramref name="shape"/> says, or a row has no class.</exception>
    public void Launch(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape, ObjectnessUse use)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Columns, 2);
        ShapeGuard.HasLength(x, shape.Length);
        ShapeGuard.HasLength(y, shape.Length);
        launch(stream, shape.Rows, x, y, shape, use == ObjectnessUse.Factor ? 1 : 0);
    }

    internal static void Kernel(Index1D index, ArrayView<float> x, ArrayView<float> y, SoftmaxShape shape, int isFactor)
    {
        int first = index.X * shape.Columns;
        int end = first + shape.Columns;
        float objectness = ActivationFunction.Sigmoid(x[first]);
        float scale = objectness;
        if (isFactor == 0)
        {
            scale = objectness > GateThreshold ? 1f : 0f;
        }

        float maximum = x[first + 1];
        for (int at = first + 2; at < end; at++)
        {
            maximum = XMath.Max(maximum, x[at]);
        }

        float sum = 0;
        for (int at = first + 1; at < end; at++)
        {
            float value = XMath.Exp(x[at] - maximum);
            y[at] = value;
            sum += value;
        }

        for (int at = first + 1; at < end; at++)
        {
            y[at] = scale * (y[at] / sum);
        }

        y[first] = 1f - objectness;
    }
}
