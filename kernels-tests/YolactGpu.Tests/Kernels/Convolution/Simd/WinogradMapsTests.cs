using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels.Convolution;
using YolactGpu.Kernels.Convolution.Simd;
using YolactGpu.Kernels.Devices;
using YolactGpu.Kernels.Elementwise;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Kernels.Convolution.Simd;

/// <summary>Several maps in one launch of <see cref="WinogradConvolution2D"/>.</summary>
public sealed class WinogradMapsTests(string device) : CpuAcceleratorFixture(device)
{
    public static IEnumerable<TestCaseData> Cases =>
        from test in (Maps[])
        [
            new(1, 16, 5, true, Activation.None, (1, 1), (1, 1)),
            new(1, 48, 33, true, Activation.Relu, (13, 9), (7, 5), (4, 3), (2, 2), (1, 1)),
            new(2, 32, 70, false, Activation.Tanh, (1, 3), (11, 17), (5, 5)),
            new(3, 64, 32, true, Activation.LeakyRelu, (6, 6), (7, 1)),
            new(1, 256, 64, true, Activation.Relu, (35, 35), (18, 18), (9, 9), (5, 5), (3, 3)),
        ]
        from size in (WinogradSize[])[WinogradSize.Two, WinogradSize.Three, WinogradSize.Four, WinogradSize.Six]
        from width in Enum.GetValues<SimdWidth>()
        select new TestCaseData(test, size, width);

    [TestCaseSource(nameof(Cases))]
    public void Every_map_equals_the_reference(Maps test, WinogradSize size, SimdWidth width)
    {
        Convolution2DShape[] shapes = test.Shapes(size);
        WinogradConvolution2D kernel = WinogradConvolution2D.Load(Accelerator, width);
        for (int i = 0; i < shapes.Length; i++)
        {
            int own = i;
            new ConvolutionCase(shapes[i], test.HasBias, HasResidual: false, test.Activation).Check(
                Accelerator,
                (x, weights, bias, _, y) =>
                {
                    using MapMemory memory = new(Accelerator, shapes);
                    using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(kernel.PackWeights(weights, shapes[0], size));
                    ConvolutionMap[] maps = memory.Maps;
                    maps[own] = maps[own] with { X = x, Y = y };
                    kernel.Launch(Stream, maps, packed.View, bias, shapes[0], size, test.Activation);
                    Accelerator.Synchronize();
                },
                looseness: size switch { WinogradSize.Two or WinogradSize.Three => 2, WinogradSize.Four => 8, _ => 32 });
        }
    }

    [Test]
    public void Every_map_gets_exactly_what_it_gets_alone_in_any_batch_with_any_number_of_workers(
        [Values(WinogradSize.Two, WinogradSize.Three, WinogradSize.Four, WinogradSize.Six)] WinogradSize size,
        [Values] SimdWidth width,
        [Values(1, 3)] int workers)
    {
        Maps one = new(1, 80, 100, true, Activation.Relu, (19, 14), (10, 7), (5, 4), (3, 2), (2, 1));
        Convolution2DShape[] shapes = one.Shapes(size);
        using Context context = DeviceContext.Create(workers);
        using Accelerator accelerator = context.Devices.First(found => found.AcceleratorType == AcceleratorType.CPU).CreateAccelerator(context);
        WinogradConvolution2D kernel = WinogradConvolution2D.Load(accelerator, width);
        float[] weights = RandomData.Floats((int)shapes[0].WeightLength, seed: 7);
        float[] bias = RandomData.Floats(shapes[0].OutputChannels, seed: 8);

        float[][] together = Run([.. shapes], repeat: 1);
        float[][] ofBatch = Run([.. shapes.Select(shape => shape with { Batch = 2 })], repeat: 2);

        for (int i = 0; i < shapes.Length; i++)
        {
            float[] alone = Run([shapes[i]], repeat: 1, firstSeed: i)[0];
            Assert.That(alone, Has.None.NaN);
            Assert.That(together[i], Is.EqualTo(alone));
            Assert.That(ofBatch[i], Is.EqualTo(alone.Concat(alone)));
        }

        float[][] Run(Convolution2DShape[] sizes, int repeat, int firstSeed = 0)
        {
            using MapMemory memory = new(accelerator, sizes, repeat, firstSeed);
            using MemoryBuffer1D<float, Stride1D.Dense> packed = accelerator.Allocate1D(kernel.PackWeights(weights, sizes[0], size));
            using MemoryBuffer1D<float, Stride1D.Dense> added = accelerator.Allocate1D(bias);
            kernel.Launch(accelerator.DefaultStream, memory.Maps, packed.View, added.View, sizes[0], size, Activation.Relu);
            accelerator.Synchronize();
            return memory.Outputs();
        }
    }

    [Test]
    public void Refuses_what_is_no_list_of_maps()
    {
        Convolution2DShape shape = new(1, 4, 5, 16, 8, 3, 3, 1, 1, 1);
        WinogradConvolution2D kernel = WinogradConvolution2D.Load(Accelerator);
        using MapMemory memory = new(Accelerator, [shape, shape with { InputHeight = 3 }]);
        using MemoryBuffer1D<float, Stride1D.Dense> packed = Upload(kernel.PackWeights(new float[shape.WeightLength], shape, WinogradSize.Two));
        ConvolutionMap[] maps = memory.Maps;

        Assert.That(() => Launch(maps), Throws.Nothing);
        Assert.That(() => Launch([]), Throws.ArgumentException.With.Message.Contains("0 maps"));
        Assert.That(() => Launch([.. maps, .. maps, .. maps]), Throws.ArgumentException.With.Message.Contains("6 maps"));
        Assert.That(() => Launch([maps[0], maps[1] with { X = maps[0].X }]), Throws.ArgumentException.With.Message.Contains("x holds 320"));
        Assert.That(() => Launch([maps[0], maps[1] with { Y = maps[0].Y }]), Throws.ArgumentException.With.Message.Contains("y holds 160"));
        Assert.That(() => Launch([maps[0], maps[1] with { Width = 0 }]), Throws.ArgumentException.With.Message.Contains("is no convolution"));

        void Launch(ConvolutionMap[] list)
        {
            kernel.Launch(Stream, list, packed.View, ArrayView<float>.Empty, shape, WinogradSize.Two, Activation.None);
            Accelerator.Synchronize();
        }
    }

    /// <summary>Sizes of some maps and of what they share.</summary>
    public sealed record Maps(
        int Batch, int Channels, int Outputs, bool HasBias, Activation Activation, params (int Height, int Width)[] Sizes)
    {
        internal Convolution2DShape[] Shapes(WinogradSize size) =>
        [
            .. Sizes.Select(map => new Convolution2DShape(
                Batch, map.Height, map.Width, Channels, Outputs, 3, 3, size == WinogradSize.Three ? 2 : 1, 1, 1)),
        ];

        public override string ToString() => $"{Batch} x {string.Join(" ", Sizes)} x {Channels} to {Outputs} {Activation}";
    }

    /// <summary>Inputs of random numbers, and outputs of NaN.</summary>
    private sealed class MapMemory : IDisposable
    {
        private readonly MemoryBuffer1D<float, Stride1D.Dense>[] inputs;
        private readonly MemoryBuffer1D<float, Stride1D.Dense>[] outputs;

        /// <param name="accelerator">The device.</param>
        /// <param name="shapes">Sizes of the maps.</param>
        /// <param name="repeat">How often the images of an input repeat.</param>
        /// <param name="firstSeed">The numbers of the first map; the next has the next.</param>
        public MapMemory(Accelerator accelerator, Convolution2DShape[] shapes, int repeat = 1, int firstSeed = 0)
        {
            inputs =
            [
                .. shapes.Select((shape, i) =>
                {
                    float[] image = RandomData.Floats((int)shape.InputLength / repeat, seed: 20 + firstSeed + i);
                    return accelerator.Allocate1D<float>([.. Enumerable.Repeat(image, repeat).SelectMany(x => x)]);
                }),
            ];
            outputs = [.. shapes.Select(shape => accelerator.Allocate1D<float>([.. Enumerable.Repeat(float.NaN, (int)shape.OutputLength)]))];
            Maps = [.. shapes.Select((shape, i) => new ConvolutionMap(inputs[i].View, outputs[i].View, shape.InputHeight, shape.InputWidth))];
        }

        public ConvolutionMap[] Maps { get; }

        public float[][] Outputs() => [.. outputs.Select(output => output.GetAsArray1D())];

        public void Dispose()
        {
            foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in inputs.Concat(outputs))
            {
                buffer.Dispose();
            }
        }
    }
}
