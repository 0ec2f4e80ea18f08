using ILGPU;

namespace YolactGpu.Kernels.Convolution.Tiled.TensorCores;

/// <summary>
/// 16 bytes of rounded inputs on their way from global to shared memory, held as they were loaded: rounding them at once would wait for
/// the load.
/// </summary>
internal struct StagedInput
{
    private Float4 low;
    private Float4 high;
    private Words4 halves;

    /// <summary>Loads 8 terms for halves or 4 for TF32 from an index in x on, or zeros for an index of −1.</summary>
    public static StagedInput Load(ArrayView<float> x, int index, int channel, TiledShape shape, bool isHalf, bool readsHalves)
    {
        StagedInput input = default;
        if (readsHalves)
        {
            if (index >= 0)
            {
                input.halves = x.Cast<Words4>()[index >> 3];
            }
        }
        else
        {
            input.low = InputQuad.Load(x, index, channel, shape);
            if (isHalf)
            {
                input.high = InputQuad.LoadNext(x, index, channel, shape);
            }
        }

        return input;
    }

    /// <summary>Gives the inputs as the unit multiplies them.</summary>
    public readonly Words4 Rounded<TUnit>(TUnit unit, bool readsHalves)
        where TUnit : struct, IMatrixUnit => readsHalves ? halves : unit.Round(low, high);
}
