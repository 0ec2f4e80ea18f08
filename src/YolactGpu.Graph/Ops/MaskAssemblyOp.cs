using System.Collections.Immutable;
using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Kernels.Masks;

namespace YolactGpu.Graph.Ops;

/// <summary>
/// Soft masks of all detections, at the resolution of the prototypes. Inputs: prototypes [N, H, W, M]; coefficients [N, D, M];
/// cornerBoxes [N, D, 4]; scores [N, D]; counts [N] (int). Output: masks [N, D, H, W]; that of an absent detection is arbitrary.
/// See <see cref="MaskAssembly"/>.
/// </summary>
/// <param name="Crop">Whether masks are cut off at their boxes.</param>
/// <param name="CropPadding">Pixels of the prototypes by which the box is grown before.</param>
public sealed record MaskAssemblyOp(MaskCrop Crop, int CropPadding) : Op
{
    /// <summary>Gets what is applied to the sums.</summary>
    public Activation Activation { get; init; } = Activation.Sigmoid;

    /// <inheritdoc/>
    public override ImmutableArray<TensorType> InferTypes(ImmutableArray<TensorType> inputs)
    {
        RequireInputs(inputs, 5);
        Require(inputs[0].Shape.Rank == 4, $"the prototypes {inputs[0]} must be [N, H, W, M].");
        Require(inputs[1].Shape.Rank == 3, $"the coefficients {inputs[1]} must be [N, D, M].");
        TensorShape prototypes = inputs[0].Shape;
        int detections = inputs[1].Shape[1];
        Require(
            inputs[1].Shape == new TensorShape(prototypes[0], detections, prototypes[3])
                && inputs[2].Shape == new TensorShape(prototypes[0], detections, 4)
                && inputs[3].Shape == new TensorShape(prototypes[0], detections)
                && inputs[4] == TensorType.Int32(prototypes[0]),
            "the inputs must be prototypes [N, H, W, M], coefficients [N, D, M], boxes [N, D, 4], scores [N, D], counts [N].");
        return [TensorType.Float32(prototypes[0], detections, prototypes[1], prototypes[2])];
    }

    /// <inheritdoc/>
    public override LoweredOp Lower(LoweringContext context, ImmutableArray<Operand> inputs, ImmutableArray<Operand> outputs)
    {
        const float All = -1;
        TensorShape sizes = inputs[0].Shape;
        MaskAssemblyShape shape = new(
            sizes[0], inputs[1].Shape[1], sizes[1], sizes[2], sizes[3], All, Crop, CropPadding)
        {
            Activation = Activation,
        };
        ArrayView<float> prototypes = inputs[0].Floats;
        ArrayView<float> coefficients = inputs[1].Floats;
        ArrayView<float> boxes = inputs[2].Floats;
        ArrayView<float> scores = inputs[3].Floats;
        ArrayView<int> counts = inputs[4].Ints;
        ArrayView<float> masks = outputs[0].Floats;
        if (context.UsesSimd)
        {
            SimdMaskAssembly simd = context.Kernels.Get<SimdMaskAssembly>();
            return new LoweredOp(
                nameof(SimdMaskAssembly),
                stream => simd.Launch(stream, prototypes, coefficients, boxes, scores, counts, masks, shape));
        }

        MaskAssembly kernel = context.Kernels.Get<MaskAssembly>();
        return new LoweredOp(
            nameof(MaskAssembly),
            stream => kernel.Launch(stream, prototypes, coefficients, boxes, scores, counts, masks, shape));
    }
}
