using System.Buffers.Binary;
using System.Collections.Frozen;
using YolactGpu.Weights.IO;

namespace YolactGpu.Weights.Ncnn;

/// <summary>
/// Reads the weights of an ncnn network: the layers stand in the .param, their numbers follow each other in the .bin.
/// The tensors are named LAYER.weight, LAYER.bias and so on, by ncnn's names of layers. A filter has a tag before it
/// that tells how it is stored; everything else is float32. Source: ncnn's ModelBinFromDataReader and the load_model of
/// its layers.
/// </summary>
internal sealed class NcnnReader
{
    private const uint Float32Tag = 0;
    private const uint Float16Tag = 0x01306B47;
    private const int MaxFilterSide = 64;
    private const int MaxChannels = 65_536;
    private const int Alignment = 4;

    private static readonly FrozenSet<string> WithoutWeights = new[]
    {
        "Input", "ReLU", "TanH", "Sigmoid", "Softmax", "UnaryOp", "BinaryOp", "Eltwise", "Pooling", "Interp", "Permute",
        "Reshape", "Flatten", "Concat", "Split", "Dropout", "Noop", "Squeeze", "ExpandDims", "Crop", "Slice", "Shape",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Sizes of a constant: channels, depth, height, width.
    private static readonly int[] ConstantSizes = [2, 11, 1, 0];

    private readonly ByteSource bin;
    private readonly List<WeightTensor> tensors = [];
    private long position;

    private NcnnReader(ByteSource bin)
    {
        this.bin = bin;
    }

    internal static bool Recognises(ReadOnlySpan<byte> start) => NcnnParam.Recognises(start);

    /// <summary>Reads a .param whose .bin lies beside it; the result owns both.</summary>
    internal static OpenedWeightFile Read(ByteSource param)
    {
        ByteSource bin = param.OpenBeside(".bin");
        OpenedWeightFile? file = null;
        try
        {
            file = Read(param, bin);
            return file;
        }
        finally
        {
            if (file is null)
            {
                bin.Dispose();
            }
        }
    }

    /// <summary>Reads a pair; the result owns both.</summary>
    internal static OpenedWeightFile Read(ByteSource param, ByteSource bin)
    {
        NcnnReader reader = new(bin);
        foreach (NcnnLayer layer in NcnnParam.Read(param))
        {
            reader.ReadLayer(layer);
        }

        return reader.position == bin.Length
            ? new OpenedWeightFile(
                param.Name,
                new Pair(param, bin),
                WeightFormat.Ncnn,
                reader.tensors,
                new Dictionary<string, string>(),
                [])
            : throw bin.Error(
                $"its layers need {reader.position} bytes; it has {bin.Length}, so it belongs to another .param",
                offset: reader.position);
    }

    private void ReadLayer(NcnnLayer layer)
    {
        switch (layer.Type)
        {
            case "Convolution":
                ReadConvolution(layer);
                break;
            case "BatchNorm":
                int channels = Bounded(layer, 0, 0, 1, MaxChannels, "channels");
                foreach (string name in new[] { "weight", "running_mean", "running_var", "bias" })
                {
                    AddRaw(layer, name, WeightDataType.F32, [channels]);
                }

                break;
            case "MemoryData":
                ReadConstant(layer);
                break;
            default:
                if (!WithoutWeights.Contains(layer.Type))
                {
                    throw layer.Error(
                        "its weights are not known to this reader, "
                        + "which takes Convolution, BatchNorm, MemoryData and layers without any");
                }

                break;
        }
    }

    private void ReadConvolution(NcnnLayer layer)
    {
        if (layer.Integer(8, 0) != 0 || layer.Integer(19, 0) != 0)
        {
            throw layer.Error(
                "its filter is in 8 bits or comes from another layer; it must be stored as float32 or float16");
        }

        int filters = Bounded(layer, 0, 0, 1, MaxChannels, "outputs");
        int width = Bounded(layer, 1, 0, 1, MaxFilterSide, "filter width");
        int height = Bounded(layer, 11, width, 1, MaxFilterSide, "filter height");
        int hasBias = Bounded(layer, 5, 0, 0, 1, "bias flag");
        int size = Bounded(layer, 6, 0, 1, int.MaxValue, "filter size");
        long perChannel = (long)filters * width * height;
        long channels = size / perChannel;
        if (channels * perChannel != size)
        {
            throw layer.Error(
                $"its filter has {size} elements; "
                + $"{filters} filters of {height} x {width} need a multiple of {perChannel}");
        }

        WeightDataType dataType = ReadTag(layer);
        AddRaw(layer, "weight", dataType, [filters, channels, height, width]);
        if (hasBias != 0)
        {
            AddRaw(layer, "bias", WeightDataType.F32, [filters]);
        }
    }

    private void ReadConstant(NcnnLayer layer)
    {
        long[] shape =
        [
            .. ConstantSizes
                .Select(key => (long)Bounded(layer, key, 0, 0, MaxChannels, "size"))
                .Where(size => size > 0),
        ];
        WeightDataType dataType = layer.Integer(21, 1) == 0 ? ReadTag(layer) : WeightDataType.F32;
        AddRaw(layer, "data", dataType, shape);
    }

    private WeightDataType ReadTag(NcnnLayer layer)
    {
        uint tag = BinaryPrimitives.ReadUInt32LittleEndian(bin.Read(position, sizeof(uint)));
        WeightDataType? dataType = tag switch
        {
            Float32Tag => WeightDataType.F32,
            Float16Tag => WeightDataType.F16,
            _ => null,
        };
        if (dataType is null)
        {
            throw bin.Error(
                $"the filter of layer {Quoted.Text(layer.Name)} is tagged {tag:x8}; "
                + $"it must be {Float32Tag:x8} (float32) or {Float16Tag:x8} (float16)",
                offset: position);
        }

        position += sizeof(uint);
        return dataType.Value;
    }

    private void AddRaw(NcnnLayer layer, string name, WeightDataType dataType, long[] shape)
    {
        string tensor = $"{layer.Name}.{name}";
        if (!WeightTensorInfo.TryMeasure(shape, dataType, out _, out string? problem))
        {
            throw layer.Error(problem!);
        }

        WeightTensorInfo info = new(tensor, dataType, shape);
        long offset = position;
        long padding = -info.SizeInBytes & (Alignment - 1);
        if (info.SizeInBytes > bin.Length - offset - padding)
        {
            throw bin.Error(
                $"it needs {info.SizeInBytes + padding} bytes here; the file ends at byte {bin.Length}",
                tensor,
                offset);
        }

        tensors.Add(new WeightTensor(info, () => bin.OpenRead(offset, info.SizeInBytes)));
        position = offset + info.SizeInBytes + padding;
    }

    private static int Bounded(NcnnLayer layer, int key, int fallback, int least, int most, string what)
    {
        int value = layer.Integer(key, fallback);
        return value >= least && value <= most
            ? value
            : throw layer.Error($"parameter {key} ({what}) is {value}; it must be {least} to {most}");
    }

    private sealed class Pair(ByteSource param, ByteSource bin) : IDisposable
    {
        public void Dispose()
        {
            param.Dispose();
            bin.Dispose();
        }
    }
}
