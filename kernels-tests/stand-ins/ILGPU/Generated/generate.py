#!/usr/bin/env python3
"""Writes the *.g.cs files beside this script: one class per number of kernel arguments, their loaders, and CudaAsm.

Run it after a change here.
"""
import pathlib

HERE = pathlib.Path(__file__).parent
MOST = 14
HEAD = "// Written by generate.py.\n#nullable enable\n"


def names(count, form="T{0}", start=1):
    return [form.format(i) for i in range(start, start + count)]


def wrap(prefix, parts, suffix, indent):
    """Joins parts with commas, on one line if it fits, else on lines of their own."""
    line = prefix + ", ".join(parts) + suffix
    if len(line) <= 120:
        return [line]
    lines, current = [prefix], " " * indent
    for i, part in enumerate(parts):
        piece = part + (suffix if i == len(parts) - 1 else ", ")
        if len(current + piece.rstrip()) > 120:
            lines.append(current.rstrip())
            current = " " * indent
        current += piece
    lines.append(current.rstrip())
    return lines


def constraints(types, indent, kind="struct"):
    return [" " * indent + f"where {t} : {kind}" for t in types]


def job(count, is_implicit):
    types = names(count)
    generic = (["TIndex"] if is_implicit else []) + types
    action = "Action<" + ", ".join(generic) + ">"
    kind = "ImplicitKernel" if is_implicit else "ExplicitKernel"
    own = f"{kind}<{', '.join(generic)}>"
    base = "ImplicitKernel<TIndex>" if is_implicit else "ExplicitKernel"
    first, first_type = ("extent", "TIndex") if is_implicit else ("config", "KernelConfig")
    pointer = "delegate*<" + ", ".join(generic + ["void"]) + ">"
    arguments = names(count, "arg{0}")
    values = names(count, "value{0}")
    parameters = [f"{t} {a}" for t, a in zip(types, arguments)]
    out = []
    out += wrap("internal sealed unsafe class " + kind + "<", generic, ">", 4)
    out.append(f"    : {base}")
    if is_implicit:
        out.append("    where TIndex : struct, IIndex")
    out += constraints(types, 4)
    out.append("{")
    out += wrap("    private readonly Action<", generic, "> kernel;", 8)
    out += wrap("    private readonly delegate*<", generic + ["void"], "> code;", 8)
    out += [f"    private {t} {v};" for t, v in zip(types, values)]
    out.append("")
    out.append(f"    public {kind}(")
    tail = "> kernel, KernelSpecialization specialization)"
    out += wrap("        CPUAccelerator accelerator, Action<", generic, tail, 12)
    out.append("        : base(accelerator, kernel, specialization)")
    out.append("    {")
    out.append("        this.kernel = kernel;")
    out += wrap("        code = (delegate*<", generic + ["void"], ">)EntryOf(kernel);", 12)
    out += ["    }", ""]
    out += wrap("    public void Launch(AcceleratorStream stream, ", [f"{first_type} {first}"] + parameters, ")", 8)
    out.append("    {")
    out += wrap(f"        {kind}<", generic, "> launch =", 12)
    out += wrap(f"            ({kind}<", generic, f">)Begin(stream, {first});", 16)
    out += [f"        launch.{v} = {a};" for v, a in zip(values, arguments)]
    out += ["        launch.Submit(stream);", "    }", ""]
    out += wrap("    public void LaunchOnDefaultStream(", [f"{first_type} {first}"] + parameters, ") =>", 8)
    out += wrap("        Launch(Accelerator.DefaultStream, ", [first] + arguments, ");", 12)
    out.append("")
    if is_implicit:
        out += ["    [MethodImpl(MethodImplOptions.AggressiveOptimization)]",
                "    public override void Run(long begin, long end, Lane lane)", "    {",
                "        IndexCursor<TIndex> cursor = Start(begin, lane);"]
        out += [f"        {t} {a} = {v};" for t, a, v in zip(types, arguments, values)]
        out += ["        for (long i = begin; i < end; i++)", "        {", "            lane.NextImplicit(i);",
                "            if (code != null)", "            {"]
        out += wrap("                code(", ["cursor.Current"] + arguments, ");", 20)
        out += ["            }", "            else", "            {"]
        out += wrap("                kernel(", ["cursor.Current"] + arguments, ");", 20)
        out += ["            }", "", "            cursor.MoveNext();", "        }", "    }"]
    else:
        out += ["    public override void Invoke()", "    {", "        if (code != null)", "        {"]
        out += wrap("            code(", values, ");", 16)
        out += ["        }", "        else", "        {"]
        out += wrap("            kernel(", values, ");", 16)
        out += ["        }", "    }"]
    out.append("}")
    return "\n".join(out)


def jobs(is_implicit):
    usings = ["System.Runtime.CompilerServices"] if is_implicit else []
    usings += ["ILGPU.Runtime", "ILGPU.Runtime.CPU"]
    text = HEAD + "".join(f"using {u};\n" for u in usings) + "\nnamespace ILGPU.Execution;\n\n"
    return text + "\n\n".join(job(count, is_implicit) for count in range(1, MOST + 1)) + "\n"


def loader(count, name, is_implicit, on_stream, extra, info):
    """One overload. extra: 'specialization', 'customGroupSize' or None; info: whether a KernelInfo comes out."""
    types = names(count)
    generic = (["TIndex"] if is_implicit else []) + types
    first = ["TIndex"] if is_implicit else ["KernelConfig"]
    launcher = (["AcceleratorStream"] if on_stream else []) + first + types
    kind = "ImplicitKernel" if is_implicit else "ExplicitKernel"
    out = []
    out += wrap("    public static Action<", launcher, ">", 8)
    out += wrap(f"        {name}<", generic, ">(", 12)
    tail = "> action"
    if extra == "specialization":
        tail += ", KernelSpecialization specialization"
    if extra == "customGroupSize":
        tail += ", int customGroupSize"
    if info:
        tail += ", out KernelInfo? kernelInfo"
    out += wrap("            this Accelerator accelerator, Action<", generic, tail + ")", 16)
    if is_implicit:
        out.append("        where TIndex : struct, IIndex")
    out += constraints(types, 8)
    out.append("    {")
    if extra == "customGroupSize":
        out.append("        KernelSpecialization specialization = GroupsOf(customGroupSize);")
    chosen = "specialization" if extra else "default"
    if info:
        group_size = extra if extra == "customGroupSize" else "null"
        out.append(f"        kernelInfo = InfoOf(accelerator, {group_size});")
    out += wrap(f"        return new {kind}<", generic, ">(", 12)
    launch = "Launch" if on_stream else "LaunchOnDefaultStream"
    out.append(f"            CPUAccelerator.From(accelerator), action, {chosen}).{launch};")
    out.append("    }")
    return "\n".join(out)


def loaders(name, is_implicit, on_stream, extras):
    members = []
    for count in range(1, MOST + 1):
        for extra in extras:
            for info in (False, True):
                members.append(loader(count, name, is_implicit, on_stream, extra, info))
    text = HEAD + "using ILGPU.Execution;\nusing ILGPU.Runtime.CPU;\n\nnamespace ILGPU.Runtime;\n\n"
    return text + "public static partial class KernelLoaders\n{\n" + "\n\n".join(members) + "\n}\n"


def assembly():
    members = []
    for count in range(0, 11):
        for out_first in (False, True) if count else (False,):
            types = names(count, "T{0}", 0)
            parameters = [f"{'out ' if out_first and i == 0 else ''}{t} arg{i}" for i, t in enumerate(types)]
            lines = []
            generic = f"<{', '.join(types)}>" if types else ""
            lines += wrap(f"    public static void Emit{generic}(", ["string asm"] + parameters, ")", 8)
            lines += constraints(types, 8)
            lines[-1] += " =>"
            lines.append("        throw NotHere();")
            members.append("\n".join(lines))
    for count in range(1, 45):
        types = names(count, "T{0}", 0)
        lines = wrap("    public static void EmitRef<", types, ">(", 8)
        lines += wrap("        ", ["string asm"] + [f"ref {t} arg{i}" for i, t in enumerate(types)], ")", 12)
        lines = [line for line in lines if line.strip()]
        lines += constraints(types, 8, "struct, ICudaAsmEmitParameter")
        lines[-1] += " =>"
        lines.append("        throw NotHere();")
        members.append("\n".join(lines))
    text = HEAD + "namespace ILGPU.Runtime.Cuda;\n\npublic static partial class CudaAsm\n{\n"
    return text + "\n\n".join(members) + "\n}\n"


(HERE / "ImplicitKernels.g.cs").write_text(jobs(True))
(HERE / "ExplicitKernels.g.cs").write_text(jobs(False))
SPECIALIZED, GROUPED, PLAIN = (None, "specialization"), ("customGroupSize",), (None,)
for name, is_implicit, extras in (("LoadKernel", False, SPECIALIZED), ("LoadAutoGroupedKernel", True, PLAIN),
                                  ("LoadImplicitlyGroupedKernel", True, GROUPED)):
    (HERE / f"{name}.g.cs").write_text(loaders(name, is_implicit, True, extras))
    stream = name.replace("Kernel", "StreamKernel")
    (HERE / f"{stream}.g.cs").write_text(loaders(stream, is_implicit, False, extras))
(HERE / "CudaAsm.g.cs").write_text(assembly())
