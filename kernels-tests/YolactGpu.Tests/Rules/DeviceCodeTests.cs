using System.Reflection;
using System.Reflection.Emit;
using ILGPU.Frontend;
using ILGPU.Runtime;
using NUnit.Framework;
using YolactGpu.Kernels;
using YolactGpu.Tests.Rules.DeviceCode;

namespace YolactGpu.Tests.Rules;

/// <summary>
/// Device code keeps to what ILGPU's compiler takes, read from the compiled methods; so this holds where the package, and
/// with it the compiler, is absent. <see cref="CompiledKernelTests"/> asks the compiler itself.
/// </summary>
public sealed class DeviceCodeTests
{
    private static readonly Assembly Kernels = typeof(IKernel<>).Assembly;

    public static IEnumerable<TestCaseData> IllegalKernelsWithTheirFault() =>
    [
        Illegal(nameof(IllegalKernels.Throws), "throw"),
        Illegal(nameof(IllegalKernels.ThrowsFurtherDown), "IllegalKernels.Throws: throw"),
        Illegal(nameof(IllegalKernels.Tries), "try"),
        Illegal(nameof(IllegalKernels.NamesText), "ldstr"),
        Illegal(nameof(IllegalKernels.Boxes), "box"),
        Illegal(nameof(IllegalKernels.MakesAnArray), "newarr"),
        Illegal(nameof(IllegalKernels.MakesAnObject), "newobj of the class Random"),
        Illegal(nameof(IllegalKernels.ReadsWhatChanges), "static field launches"),
        Illegal(nameof(IllegalKernels.WritesWhatIsShared), "stsfld"),
        Illegal(nameof(IllegalKernels.ReadsAnArray), "static field Table"),
        Illegal(nameof(IllegalKernels.TakesABool), "argument flag: Boolean"),
        Illegal(nameof(IllegalKernels.TakesABoolInside), "argument shape: <Flag>k__BackingField: Boolean"),
        Illegal(nameof(IllegalKernels.TakesAClass), "argument text: String"),
        Illegal(nameof(IllegalKernels.TakesAReference), "argument x: Int32&"),
        Illegal(nameof(IllegalKernels.TakesAnInReference), "argument x: Int32&"),
        Illegal(nameof(IllegalKernels.TakesAPointer), "argument x: Int32*"),
        Illegal(nameof(IllegalKernels.TakesWhatIsNotPublic), "HiddenShape must be public"),
        Illegal(nameof(IllegalKernels.TakesTooMuch), "15 arguments"),
        Illegal(nameof(IllegalKernels.Returns), "returns Int32"),
        Illegal(nameof(IllegalKernels.Clamps), "calls Math.Clamp"),
        Illegal(nameof(IllegalKernels.AsksForTheSign), "calls MathF.Sign"),
        Illegal(nameof(IllegalKernels.FusesAMultiplyAdd), "calls MathF.FusedMultiplyAdd"),
        Illegal(nameof(IllegalKernels.Approximates), "calls XMath.Tanh"),
        Illegal(nameof(IllegalKernels.ReadsBits), "calls BitConverter.SingleToInt32Bits"),
        Illegal(nameof(IllegalKernels.GoesBelowTheTypes), "calls Unsafe.Add"),
        Illegal(nameof(IllegalKernels.UsesASpan), "calls Span`1.get_Length"),
        Illegal(nameof(IllegalKernels.UsesVectors), "calls Vector.Sum"),
        Illegal(nameof(IllegalKernels.TakesMemoryOfTheStack), "localloc"),
        Illegal(nameof(IllegalKernels.CallsByAPointer), "calli"),
        Illegal(nameof(IllegalKernels.CallsADelegate), "ldftn"),
        Illegal(nameof(IllegalKernels.CallsAnInterface), "Step.Of: throw"),
        Illegal(nameof(IllegalKernels.ShufflesAWarp), "calls Warp.Shuffle"),
        Illegal(nameof(IllegalKernels.WritesPtx), "ldstr"),
        Illegal(nameof(IllegalKernels.WritesPtx), "calls CudaAsm.Emit"),
        Illegal(nameof(IllegalKernels.Recurses), "IllegalKernels.Factorial: recursion"),
        Illegal(nameof(IllegalKernels.CallsTheCpu), "calls IllegalKernels.Outside, which is for the CPU alone"),
    ];

    [TestCaseSource(typeof(KernelMethod), nameof(KernelMethod.ForGpus))]
    public void Kernel_is_legal_on_its_devices(KernelMethod kernel) =>
        Assert.That(DeviceCodeRules.Faults(kernel), Is.Empty);

    [TestCaseSource(typeof(KernelMethod), nameof(KernelMethod.ForCpuAlone))]
    public void Kernel_for_the_CPU_does_no_more_than_call_outside(KernelMethod kernel) =>
        Assert.That(DeviceCodeRules.FaultsOnCpu(kernel), Is.Empty);

    [TestCaseSource(nameof(IllegalKernelsWithTheirFault))]
    public void Finds_what_is_illegal(KernelMethod kernel, string fault) =>
        Assert.That(DeviceCodeRules.Faults(kernel), Has.Some.Contains(fault));

    [TestCase(nameof(IllegalKernels.CallsOutsideTwiceOnCpu), "2 calls of external methods")]
    [TestCase(nameof(IllegalKernels.LoopsOnCpu), "LoopsOnCpu: br")]
    [TestCase(nameof(IllegalKernels.StaysInsideOnCpu), "calls IllegalKernels.Twice")]
    [TestCase(nameof(IllegalKernels.TakesABool), "argument flag: Boolean")]
    public void Finds_what_is_illegal_on_the_CPU(string name, string fault) =>
        Assert.That(DeviceCodeRules.FaultsOnCpu(Named(name)), Has.Some.Contains(fault));

    [Test]
    public void Finds_nothing_in_what_is_legal()
    {
        Assert.That(DeviceCodeRules.Faults(Named(nameof(IllegalKernels.IsLegal))), Is.Empty);
        Assert.That(DeviceCodeRules.Faults(Named(nameof(IllegalKernels.IsLegalCudaKernel))), Is.Empty);
        Assert.That(DeviceCodeRules.FaultsOnCpu(Named(nameof(IllegalKernels.IsLegalOnCpu))), Is.Empty);
    }

    [Test]
    public void Every_illegal_kernel_has_a_test() =>
        Assert.That(
            IllegalKernelsWithTheirFault().Select(test => ((KernelMethod)test.Arguments[0]!).Method.Name),
            Is.SupersetOf(typeof(IllegalKernels).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Select(method => method.Name)
                .Where(name => !name.EndsWith("OnCpu", StringComparison.Ordinal) && !name.StartsWith("IsLegal", StringComparison.Ordinal))));

    [Test]
    public void Whatever_is_loaded_is_named_as_a_kernel() =>
        Assert.That(
            from type in Kernels.GetTypes()
            where type.Name is not ("KernelLoading" or "CpuKernelLoading")
            from method in IlReader.MethodsOf(type)
            let code = IlReader.Read(method).ToArray()
            where code.Any(instruction => instruction.Member is MethodBase callee && IsLoader(callee))
            from target in DelegateTargets(code)
            where !KernelMethod.IsNamedAsKernel(target)
            select $"{target.DeclaringType!.Name}.{target.Name}",
            Is.Empty);

    [Test]
    public void Every_kernel_is_loaded_somewhere() =>
        Assert.That(
            KernelMethod.ForGpus().Concat(KernelMethod.ForCpuAlone()).Select(kernel => kernel.Method),
            Is.SubsetOf(Kernels.GetTypes().SelectMany(IlReader.MethodsOf).SelectMany(method => DelegateTargets(IlReader.Read(method)))));

    [Test]
    public void External_methods_have_names_of_their_own() =>
        Assert.That(
            Kernels.GetTypes().SelectMany(IlReader.MethodsOf)
                .Select(method => method.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType == typeof(ExternalAttribute)))
                .Where(data => data is not null)
                .Select(data => data!.ConstructorArguments[0].Value),
            Is.Unique.And.Not.Empty);

    /// <summary>A class that is not public does a part of the work of others, which then launch it.</summary>
    [TestCaseSource(typeof(KernelMethod), nameof(KernelMethod.Classes))]
    public void Class_with_kernels_is_launched_by_a_test_of_its_room(Type kernelClass)
    {
        string room = kernelClass.Namespace!;
        string testRoom = room.Replace("YolactGpu.Kernels", "YolactGpu.Tests.Kernels", StringComparison.Ordinal);
        IEnumerable<Type> launchers =
        [
            .. typeof(DeviceCodeTests).Assembly.GetTypes().Where(type => type.Namespace == testRoom),
            .. kernelClass.IsPublic ? [] : Kernels.GetTypes().Where(type => type.Namespace == room),
        ];

        bool isLaunched = (
            from type in launchers
            from method in IlReader.MethodsOf(type)
            from instruction in IlReader.Read(method)
            where instruction.Member is MethodBase { Name: "Launch" } callee && callee.DeclaringType == kernelClass
            select method).Any();

        Assert.That(isLaunched, Is.True, $"No test in {testRoom} launches {kernelClass.Name}.");
    }

    /// <summary>Methods made into delegates that return nothing, as those of kernels do.</summary>
    private static IEnumerable<MethodInfo> DelegateTargets(IEnumerable<IlInstruction> code) => code
        .Where(instruction => instruction.Code == OpCodes.Ldftn)
        .Select(instruction => (MethodInfo)instruction.Member!)
        .Where(method => method.ReturnType == typeof(void));

    private static bool IsLoader(MethodBase method) =>
        method.DeclaringType?.Name is "KernelLoading" or "CpuKernelLoading" || method.DeclaringType == typeof(KernelLoaders);

    private static TestCaseData Illegal(string name, string fault) =>
        new TestCaseData(Named(name), fault).SetArgDisplayNames(name);

    private static KernelMethod Named(string name) => new(typeof(IllegalKernels).GetMethod(name)!);
}
