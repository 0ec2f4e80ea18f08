namespace YolactGpu.WeightsConverter.Ncnn;

/// <summary>A convolution of a network and where it stands in it.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Kind">
/// What it is, channels left aside: two convolutions of different kinds cannot stand for each other.
/// </param>
/// <param name="Feeders">
/// The convolutions whose outputs reach it through other layers, as indices into the list of all, ascending.
/// </param>
internal sealed record ConvolutionSite(string Name, ConvolutionKind Kind, IReadOnlyList<int> Feeders);

/// <summary>A convolution without its channels.</summary>
/// <param name="Height">Filter height.</param>
/// <param name="Width">Filter width.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">Border of zeros.</param>
/// <param name="Activation">
/// The activation that its output alone passes through, in lower case; none where it does not.
/// </param>
internal readonly record struct ConvolutionKind(int Height, int Width, int Stride, int Padding, string Activation)
{
    internal const string NoActivation = "no activation";

    public override string ToString() => $"{Height} x {Width}, stride {Stride}, padding {Padding}, {Activation}";
}
