using ILGPU;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels;
using YolactGpu.Tests.Support;

namespace YolactGpu.Tests.Golden;

/// <summary>
/// Runs every entry of every manifest on every accelerator. What the project does not do yet is ignored by name, never passed.
/// </summary>
[Category("Golden")]
public sealed class GoldenTests
{
    private static readonly IGoldenKind[] Kinds =
    [
        .. typeof(IGoldenKind).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IGoldenKind)) && !type.IsInterface)
            .Select(type => (IGoldenKind)Activator.CreateInstance(type)!),
    ];

    private readonly Dictionary<string, (Context Context, Accelerator Accelerator, KernelCache Kernels)> devices = [];

    public static IEnumerable<TestCaseData> Cases()
    {
        foreach (GoldenEntry entry in GoldenFolder.All().SelectMany(folder => folder.Entries))
        {
            IGoldenKind? kind = Kinds.SingleOrDefault(candidate => candidate.Takes(entry.File));
            foreach (GoldenCase golden in kind?.Cases(entry) ?? [new GoldenCase("", null)])
            {
                foreach (string device in golden.Run is null ? ["cpu"] : Accelerators.Present().Where(d => d != "strict" || !golden.IsHeavy))
                {
                    yield return new TestCaseData(golden, device).SetName($"{entry.File} {golden.Prefix} on {device}".Replace("  ", " "));
                }
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Golden(object golden, string device)
    {
        GoldenCase test = (GoldenCase)golden;
        if (test.Run is null)
        {
            Assert.Ignore("Not done yet by the project.");
        }

        test.Run(new GoldenDevice(KernelsOf(device)));
    }

    [OneTimeTearDown]
    public void DisposeDevices()
    {
        foreach ((Context context, Accelerator accelerator, _) in devices.Values)
        {
            accelerator.Dispose();
            context.Dispose();
        }
    }

    private KernelCache KernelsOf(string device)
    {
        if (!devices.TryGetValue(device, out (Context Context, Accelerator Accelerator, KernelCache Kernels) entry))
        {
            (Context context, Accelerator accelerator) = Accelerators.Create(device);
            entry = (context, accelerator, new KernelCache(accelerator));
            devices.Add(device, entry);
        }

        return entry.Kernels;
    }
}
