using System.Globalization;
using YolactGpu.Weights;

namespace YolactGpu.WeightsConverter;

/// <summary>Writes weights as safetensors.</summary>
internal static class SafetensorsConversion
{
    /// <summary>Writes the file and tells what it holds.</summary>
    internal static string Run(Conversion conversion, ConversionTarget target, bool half)
    {
        IWeightFile weights = conversion.Weights;
        List<WeightTensorInfo> tensors = [.. weights.Tensors.Select(tensor => Describe(tensor, half))];
        HalfRounding rounding = new();
        using SafetensorsWriter writer = SafetensorsWriter.Create(
            target.Path, tensors, conversion.Metadata, target.Force);
        foreach (WeightTensorInfo tensor in tensors)
        {
            Copy(weights, tensor, writer, rounding);
            conversion.Progress.Add(weights.GetTensor(tensor.Name).SizeInBytes);
        }

        writer.Commit();
        if (rounding.HasRounded)
        {
            conversion.Notes.Add(rounding.ToString());
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{tensors.Count} tensors, {new FileInfo(target.Path).Length} bytes");
    }

    private static WeightTensorInfo Describe(WeightTensorInfo source, bool half)
    {
        bool isRounded = half && source.DataType.IsFloatingPoint();
        return new WeightTensorInfo(source.Name, isRounded ? WeightDataType.F16 : source.DataType, source.Shape);
    }

    private static void Copy(
        IWeightFile weights, WeightTensorInfo tensor, SafetensorsWriter writer, HalfRounding rounding)
    {
        if (tensor.DataType == weights.GetTensor(tensor.Name).DataType)
        {
            using Stream stream = weights.OpenRead(tensor.Name);
            writer.Write(tensor.Name, stream);
            return;
        }

        float[] elements = weights.ReadSingles(tensor.Name);
        writer.Write(tensor.Name, elements);
        rounding.Add(elements);
    }
}
