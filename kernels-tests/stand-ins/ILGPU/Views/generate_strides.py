#!/usr/bin/env python3
"""Writes Stride1D.cs, Stride2D.cs and Stride3D.cs beside this script. Run it after a change here."""
import pathlib

HERE = pathlib.Path(__file__).parent

# name, constructor parameters, the stride of each axis as an expression of them
FAMILIES = {
    1: [("Dense", [], ["1"]),
        ("General", [("Index1D", "stride")], ["StrideExtent.X"])],
    2: [("DenseX", [("int", "yStride")], ["1", "yStride"]),
        ("DenseY", [("int", "xStride")], ["xStride", "1"]),
        ("General", [("Index2D", "stride")], ["StrideExtent.X", "StrideExtent.Y"])],
    3: [("DenseXY", [("int", "yStride"), ("int", "zStride")], ["1", "yStride", "zStride"]),
        ("DenseZY", [("int", "xStride"), ("int", "yStride")], ["xStride", "yStride", "1"]),
        ("General", [("Index3D", "stride")], ["StrideExtent.X", "StrideExtent.Y", "StrideExtent.Z"])],
}
FROM_EXTENT = {
    "DenseX": "extent.X", "DenseY": "extent.Y",
    "DenseXY": "extent.X, checked(extent.X * extent.Y)", "DenseZY": "checked(extent.Z * extent.Y), extent.Z",
}


def struct(dimensions, name, parameters, strides):
    axes = "XYZ"[:dimensions]
    index, long_index = f"Index{dimensions}D", f"LongIndex{dimensions}D"
    out = [f"    public readonly struct {name} : IStride{dimensions}D", "    {"]
    add = lambda text="": out.append(("        " + text) if text else "")
    general = name == "General"
    if parameters:
        add(f"public {name}({', '.join(f'{t} {n}' for t, n in parameters)})")
        add("{")
        if general:
            add("    StrideExtent = stride;")
        for _, parameter in [] if general else parameters:
            add(f"    {parameter[0].upper()}{parameter[1:]} = {parameter};")
        add("}")
        add()
    for axis, stride in zip(axes, strides):
        if general or stride == "1":
            add(f"public int {axis}Stride => {stride};")
        else:
            add(f"public int {axis}Stride {{ get; }}")
        add()
    if general:
        add(f"public {index} StrideExtent {{ get; }}")
    else:
        add(f"public {index} StrideExtent => new({', '.join(a + 'Stride' for a in axes)});")
    add()
    if name in FROM_EXTENT:
        add(f"public static {name} FromExtent({index} extent) => new({FROM_EXTENT[name]});")
        add()
        add(f"public static {name} FromExtent({long_index} extent) => FromExtent(extent.ToIntIndex());")
        add()
    for number, kind in (("int", index), ("long", long_index)):
        total = " + ".join(f"(index.{a} * {a}Stride)" for a in axes) if dimensions > 1 else "index.X * XStride"
        add(f"public {number} ComputeElementIndex({kind} index) =>")
        add(f"    {total};")
        add()
        add(f"public {number} ComputeElementIndexChecked({kind} index, {kind} extent) =>")
        add("    index.InBounds(extent)")
        add("        ? ComputeElementIndex(index)")
        add("        : throw new IndexOutOfRangeException($\"Index {index} is outside a view of extent {extent}.\");")
        add()
        last = " + ".join(f"((extent.{a} - 1) * {a}Stride)" for a in axes)
        add(f"public {number} ComputeBufferLength({kind} extent) =>")
        add(f"    extent.Size == 0")
        add("        ? 0")
        add(f"        : {last} + 1;")
        add()
    if dimensions == 1:
        add(f"public Stride1D.General To1DStride() => AsGeneral();")
        add()
    else:
        smallest = "XStride"
        for axis in axes[1:]:
            smallest = f"Math.Min({smallest}, {axis}Stride)"
        add(f"public Stride1D.General To1DStride() => new({smallest});")
        add()
    add(f"public General AsGeneral() => {'this' if general else 'new(StrideExtent)'};")
    add()
    if name == "Dense":
        add('public override string ToString() => "<dense>";')
    else:
        add("public override string ToString() => StrideExtent.ToString();")
    out.append("    }")
    return "\n".join(out)


for dimensions, families in FAMILIES.items():
    axes = "XYZ"[:dimensions]
    index = f"Index{dimensions}D"
    text = ["// Written by generate_strides.py.", "namespace ILGPU;", "",
            f"public interface IStride{dimensions}D : IStride<{index}, Long{index}>", "{"]
    for axis in axes:
        text += [f"    int {axis}Stride {{ get; }}", ""]
    text += [f"    Stride{dimensions}D.General AsGeneral();", "}", "", f"public static class Stride{dimensions}D", "{"]
    text.append("\n\n".join(struct(dimensions, *family) for family in families))
    text.append("}")
    (HERE / f"Stride{dimensions}D.cs").write_text("\n".join(text) + "\n")
