namespace YolactGpu.Kernels.Convolution;

/// <summary>
/// Which tensors of a convolution are stored as FP16, two to a float of the view that is handed over. Their channels must be a multiple
/// of 8. The default is float32 for all.
/// </summary>
/// <param name="HalfInput">Whether x is.</param>
/// <param name="HalfResidual">Whether the residual is.</param>
/// <param name="HalfOutput">Whether y is.</param>
public readonly record struct ConvolutionStorage(bool HalfInput, bool HalfResidual, bool HalfOutput)
{
    /// <summary>Channels of a tensor of halves are a multiple of this: what 16 bytes hold.</summary>
    public const int ChannelMultiple = 8;

    /// <summary>Gets a value indicating whether any tensor is.</summary>
    public bool HasHalves => HalfInput || HalfResidual || HalfOutput;

    /// <summary>Gives the length of x's view.</summary>
    internal long InputLength(Convolution2DShape shape) => HalfInput ? shape.InputLength / 2 : shape.InputLength;

    /// <summary>Gives the length of the residual's view.</summary>
    internal long ResidualLength(Convolution2DShape shape) => HalfResidual ? shape.OutputLength / 2 : shape.OutputLength;

    /// <summary>Gives the length of y's view.</summary>
    internal long OutputLength(Convolution2DShape shape) => HalfOutput ? shape.OutputLength / 2 : shape.OutputLength;

    /// <summary>Throws where a tensor of halves has other than a multiple of 8 channels.</summary>
    internal void Check(Convolution2DShape shape)
    {
        if ((HalfInput && shape.InputChannels % ChannelMultiple != 0)
            || ((HalfResidual || HalfOutput) && shape.OutputChannels % ChannelMultiple != 0))
        {
            throw new ArgumentException(
                $"A tensor of halves must have a multiple of {ChannelMultiple} channels; {shape} has not.", nameof(shape));
        }
    }
}
