using System.Text.Json;
using NUnit.Framework;
using YolactGpu.Tests.Weights.Support;
using YolactGpu.Weights;

namespace YolactGpu.Tests.Weights;

/// <summary>What PyTorch writes is read, and what is written here PyTorch reads.</summary>
[TestFixture]
public sealed class TorchCounterpartTests
{
    // Saves one state dict in many ways, and what a reader must find in it: names, types, shapes and bytes.
    private const string WriteScript = """
        import json, zipfile, torch
        from collections import OrderedDict
        torch.manual_seed(1)
        g = torch.randn(6, 5, 4) * 40
        types = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16,
                 'I64': torch.int64, 'I32': torch.int32, 'I16': torch.int16, 'I8': torch.int8, 'U8': torch.uint8,
                 'BOOL': torch.bool}
        names = {v: k for k, v in types.items()}
        state = OrderedDict((k, g.to(v)) for k, v in types.items())
        state['turned'] = g.permute(2, 0, 1)
        state['turned.half'] = g.half().permute(1, 2, 0)
        state['sliced'] = g[1:5:2, ::2, 1:3]
        state['expanded'] = torch.randn(3, 1).expand(3, 4)
        state['scalar'] = torch.tensor(3.5)
        state['empty'] = torch.zeros(0, 3)
        state['empty.turned'] = torch.zeros(0, 7).t()
        state['empty.behind'] = torch.zeros(5)[5:]
        state['empty.within'] = g[:, 2:2]
        state['channels.last'] = torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last)
        state['shared.a'] = g
        state['shared.b'] = g[2]
        state['parameter'] = torch.nn.Parameter(torch.randn(3, 3))
        state['large'] = torch.randn(300, 200)
        expected = {}
        for index, (name, t) in enumerate(state.items()):
            flat = t.detach().contiguous().view(-1)
            (flat.view(torch.int16) if t.dtype == torch.bfloat16 else flat).numpy().tofile(f'{index}.bin')
            expected[name] = {'type': names[t.dtype], 'shape': list(t.shape), 'file': f'{index}.bin'}
        json.dump(expected, open('expected.json', 'w'))
        torch.save(state, 'zip.pth')
        torch.save(state, 'legacy.pth', _use_new_zipfile_serialization=False)
        for p in (1, 3, 4, 5):
            torch.save(state, f'zip.protocol{p}.pth', pickle_protocol=p)
            torch.save(state, f'legacy.protocol{p}.pth', pickle_protocol=p, _use_new_zipfile_serialization=False)
        torch.save({'epoch': 3, 'state_dict': state, 'optimizer': {'state': {0: {'m': g}}, 'lr': .1}}, 'wrapped.pth')
        torch.save({'model': state, 'iteration': 7}, 'wrapped.legacy.pth', _use_new_zipfile_serialization=False)
        with zipfile.ZipFile('deflated.pth', 'w', zipfile.ZIP_DEFLATED) as out, zipfile.ZipFile('zip.pth') as source:
            for name in source.namelist(): out.writestr(name, source.read(name))
        with zipfile.ZipFile('streamed.pth', 'w') as out, zipfile.ZipFile('zip.pth') as source:
            for name in source.namelist():
                with out.open(name, 'w', force_zip64=True) as f: f.write(source.read(name))
        net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
        torch.save(torch.nn.DataParallel(net).state_dict(), 'parallel.pth')
        torch.save(net, 'refused.module.pth')
        torch.save(net, 'refused.module.legacy.pth', _use_new_zipfile_serialization=False)
        torch.save({'a': torch.randn(2, dtype=torch.complex64)}, 'refused.complex.pth')
        torch.save({'a': torch.eye(3).to_sparse()}, 'refused.sparse.pth')
        torch.save({'a': torch.quantize_per_tensor(g, .1, 0, torch.qint8)}, 'refused.quantised.pth')
        torch.save(g, 'refused.tensor.pth')
        torch.save([g], 'refused.list.pth')
        torch.jit.script(net).save('refused.script.pth')
        """;

    // Reads safetensors as its format is described, without the package of that name, and saves what it finds.
    private const string ReadScript = """
        import json, struct, torch
        data = open('ours.safetensors', 'rb').read()
        (length,) = struct.unpack('<Q', data[:8])
        header = json.loads(data[8:8 + length])
        types = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16,
                 'I64': torch.int64, 'I32': torch.int32, 'I16': torch.int16, 'I8': torch.int8, 'U8': torch.uint8,
                 'BOOL': torch.bool}
        assert header.pop('__metadata__') == {'format': 'pt'}
        state = {}
        for name, entry in header.items():
            begin, end = (8 + length + offset for offset in entry['data_offsets'])
            assert begin % torch.empty(0, dtype=types[entry['dtype']]).element_size() == 0
            shape = entry['shape']
            state[name] = (torch.frombuffer(bytearray(data[begin:end]), dtype=types[entry['dtype']]).reshape(shape)
                           if end > begin else torch.zeros(shape, dtype=types[entry['dtype']]))
        original = torch.load('zip.pth')
        assert list(original) == list(state)
        for name, t in original.items():
            assert t.dtype == state[name].dtype and torch.equal(t, state[name]), name
        print('equal')
        """;

    private ScratchFolder folder = null!;

    [OneTimeSetUp]
    public void WriteWithTorch()
    {
        folder = new ScratchFolder();
        Python.Run("torch", WriteScript, folder);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase("zip.pth", WeightFormat.TorchZip)]
    [TestCase("zip.protocol1.pth", WeightFormat.TorchZip)]
    [TestCase("zip.protocol3.pth", WeightFormat.TorchZip)]
    [TestCase("zip.protocol4.pth", WeightFormat.TorchZip)]
    [TestCase("zip.protocol5.pth", WeightFormat.TorchZip)]
    [TestCase("deflated.pth", WeightFormat.TorchZip)]
    [TestCase("streamed.pth", WeightFormat.TorchZip)]
    [TestCase("wrapped.pth", WeightFormat.TorchZip)]
    [TestCase("legacy.pth", WeightFormat.TorchLegacy)]
    [TestCase("legacy.protocol1.pth", WeightFormat.TorchLegacy)]
    [TestCase("legacy.protocol3.pth", WeightFormat.TorchLegacy)]
    [TestCase("legacy.protocol4.pth", WeightFormat.TorchLegacy)]
    [TestCase("legacy.protocol5.pth", WeightFormat.TorchLegacy)]
    [TestCase("wrapped.legacy.pth", WeightFormat.TorchLegacy)]
    public void What_torch_writes_is_read_to_the_bit(string name, WeightFormat format)
    {
        using IWeightFile file = WeightFile.Open(folder[name]);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(folder["expected.json"]));
        Assert.That(file.Format, Is.EqualTo(format));
        Assert.That(
            file.Tensors.Select(tensor => tensor.Name),
            Is.EqualTo(expected.RootElement.EnumerateObject().Select(property => property.Name)));
        foreach (JsonProperty property in expected.RootElement.EnumerateObject())
        {
            WeightTensorInfo tensor = file.GetTensor(property.Name);
            string? type = property.Value.GetProperty("type").GetString();
            Assert.That(tensor.DataType.ToString(), Is.EqualTo(type), tensor.Name);
            Assert.That(
                tensor.Shape,
                Is.EqualTo(property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())),
                tensor.Name);
            byte[] bytes = File.ReadAllBytes(folder[property.Value.GetProperty("file").GetString()!]);
            Assert.That(file.ReadBytes(tensor.Name).AsSpan().SequenceEqual(bytes), Is.True, tensor.Name);
        }
    }

    [Test]
    public void What_lies_beside_a_wrapped_state_dict_is_told()
    {
        using IWeightFile file = WeightFile.Open(folder["wrapped.pth"]);
        Assert.That(file.Metadata["epoch"], Is.EqualTo("3"));
        Assert.That(file.SkippedEntries, Is.EqualTo(["optimizer: a dictionary of 2 entries"]));
    }

    [Test]
    public void Prefix_of_a_parallel_model_is_taken_off()
    {
        using IWeightFile file = WeightFile.Open(folder["parallel.pth"]);
        IReadOnlyDictionary<string, string> names =
            WeightNames.WithoutModulePrefix(file.Tensors.Select(tensor => tensor.Name));
        Assert.That(names.Keys, Does.Contain("1.running_mean").And.Not.Contain("module.1.running_mean"));
    }

    [TestCase("refused.module.pth", "torch.nn.modules.container.Sequential")]
    [TestCase("refused.module.legacy.pth", "torch.nn.modules.container.Sequential")]
    [TestCase("refused.complex.pth", "a kind of tensor that is not read")]
    [TestCase("refused.sparse.pth", "a kind of tensor that is not read")]
    [TestCase("refused.quantised.pth", "a kind of tensor that is not read")]
    [TestCase("refused.tensor.pth", "it holds a tensor F32 [6, 5, 4]; it must hold a dictionary")]
    [TestCase("refused.list.pth", "it holds a list of 1 entries; it must hold a dictionary")]
    [TestCase("refused.script.pth", "TorchScript")]
    public void What_is_not_a_state_dict_is_refused_with_the_reason(string name, string message)
    {
        Assert.That(
            () => WeightFile.Open(folder[name]),
            Throws.TypeOf<WeightsException>().With.Message.Contains(message));
    }

    [Test]
    public void What_is_written_here_torch_finds_equal()
    {
        WriteOurs("ours.safetensors");
        Assert.That(Python.Run("torch", ReadScript, folder), Does.Contain("equal"));
    }

    [Test]
    public void What_is_written_here_the_safetensors_package_reads_and_the_other_way_round()
    {
        WriteOurs("package.safetensors");
        string output = Python.Run(
            "safetensors.torch",
            """
            import torch
            from safetensors.torch import load_file, save_file
            ours, original = load_file('package.safetensors'), torch.load('zip.pth')
            assert set(ours) == set(original)
            for name, t in original.items():
                assert t.dtype == ours[name].dtype and torch.equal(t, ours[name]), name
            save_file(ours, 'theirs.safetensors', {'format': 'pt'})
            print('equal')
            """,
            folder);
        Assert.That(output, Does.Contain("equal"));
        using IWeightFile theirs = WeightFile.Open(folder["theirs.safetensors"]);
        using IWeightFile original = WeightFile.Open(folder["zip.pth"]);
        foreach (WeightTensorInfo tensor in original.Tensors)
        {
            Assert.That(theirs.ReadBytes(tensor.Name), Is.EqualTo(original.ReadBytes(tensor.Name)), tensor.Name);
        }
    }

    [Test]
    public void Handmade_files_of_these_tests_are_what_torch_reads()
    {
        foreach (bool isDeflated in new[] { false, true })
        {
            TorchFile torch = TorchFile.WithTwoTensors(isDeflated);
            torch.Tensors.Add(new TorchFileTensor("turned", "0", [3, 2], [1, 3]) { IsParameter = true });
            File.WriteAllBytes(folder["made.zip.pth"], torch.ToZip());
            File.WriteAllBytes(folder["made.legacy.pth"], torch.ToLegacy());
            string output = Python.Run(
                "torch",
                """
                import torch
                for name in ('made.zip.pth', 'made.legacy.pth'):
                    state = torch.load(name)
                    assert list(state) == ['conv.weight', 'steps', 'turned'], list(state)
                    assert torch.equal(state['turned'].data, state['conv.weight'].t()), state
                    assert state['conv.weight'][0, 1] == -2.5 and state['steps'] == 7, state
                print('equal')
                """,
                folder);
            Assert.That(output, Does.Contain("equal"), isDeflated ? "deflated" : "stored");
        }
    }

    private void WriteOurs(string name)
    {
        using IWeightFile file = WeightFile.Open(folder["zip.pth"]);
        using SafetensorsWriter writer = SafetensorsWriter.Create(
            folder[name], file.Tensors, new Dictionary<string, string> { ["format"] = "pt" }, overwrite: true);
        foreach (WeightTensorInfo tensor in file.Tensors)
        {
            using Stream stream = file.OpenRead(tensor.Name);
            writer.Write(tensor.Name, stream);
        }

        writer.Commit();
    }
}
