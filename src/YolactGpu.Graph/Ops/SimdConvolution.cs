using ILGPU;
using YolactGpu.Graph.Execution;
using YolactGpu.Graph.IR;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Elementwise;

namespace YolactGpu.Graph.Ops;

/// <summary>Binds a convolution to the kernels of the processor's vectors.</summary>
internal static class SimdConvolution
{
    public static LoweredOp Lower(ConvolutionOperands operands, ConvolutionMethod method, LoweringContext context)
    {
        (ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y) = (operands.X, operands.Residual, operands.Y);
        ArrayView<float> bias = operands.Bias;
        Convolution2DShape shape = operands.Shape;
        ArrayView<float> weights;
        if (method is ConvolutionMethod.Direct or ConvolutionMethod.Strassen)
        {
            SimdConvolution2D simd = context.Kernels.Get<SimdConvolution2D>();
            MatrixProduct product = method == ConvolutionMethod.Strassen ? MatrixProduct.Strassen : MatrixProduct.Plain;
            weights = operands.Weights.Packed(simd.WeightLayout(product), data => simd.PackWeights(data.Span, shape, product));
            return new LoweredOp(
                NameOf<SimdConvolution2D>(product),
                stream => simd.Launch(stream, x, weights, bias, residual, y, shape, operands.Activation, product));
        }

        WinogradSize size = ConvolutionChoice.SizeOf(method);
        WinogradConvolution2D winograd = context.Kernels.Get<WinogradConvolution2D>();
        weights = PackFor(winograd, operands.Weights, shape, size);
        return new LoweredOp(
            NameOf(size),
            stream => winograd.Launch(stream, x, weights, bias, residual, y, shape, size, operands.Activation));
    }

    /// <summary>Binds one convolution of several levels, which Winograd's algorithm computes together.</summary>
    public static LoweredOp LowerLevels(
        ConvolutionMap[] levels,
        Operand weights,
        ArrayView<float> bias,
        Convolution2DShape shape,
        Activation activation,
        ConvolutionChoice choice,
        LoweringContext context)
    {
        WinogradSize size = ConvolutionChoice.SizeOf(choice.Method);
        WinogradConvolution2D winograd = context.Kernels.Get<WinogradConvolution2D>();
        ArrayView<float> packed = PackFor(winograd, weights, shape, size);
        return new LoweredOp(
            NameOf(size), stream => winograd.Launch(stream, levels, packed, bias, shape, size, activation), choice.Reason);
    }

    /// <summary>Gives the product for a layer that is computed as a product of matrices.</summary>
    public static MatrixProduct ProductFor(Convolution2DShape shape, LoweringContext context) =>
        context.Options.AllowWinograd ? StrassenTime.Choose(shape, SimdWidths.Best) : MatrixProduct.Plain;

    /// <summary>Gives the name of a kernel with its product.</summary>
    public static string NameOf<TKernel>(MatrixProduct product) =>
        product == MatrixProduct.Plain ? typeof(TKernel).Name : $"{typeof(TKernel).Name} {product}";

    private static string NameOf(WinogradSize size) => $"{nameof(WinogradConvolution2D)} {size}";

    private static ArrayView<float> PackFor(WinogradConvolution2D winograd, Operand weights, Convolution2DShape shape, WinogradSize size) =>
        weights.Packed(winograd.WeightLayout(size), data => winograd.PackWeights(data.Span, shape, size));
}
