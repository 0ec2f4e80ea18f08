#!/usr/bin/env python3
"""Writes the six index types beside this script: Index1D..3D and LongIndex1D..3D. Run it after a change here."""
import pathlib

HERE = pathlib.Path(__file__).parent


def index_type(dimensions: int, is_long: bool) -> str:
    name = f"{'Long' if is_long else ''}Index{dimensions}D"
    other = f"{'' if is_long else 'Long'}Index{dimensions}D"
    number = "long" if is_long else "int"
    axes = "XYZ"[:dimensions]
    lower = axes.lower()
    each = lambda form, join=", ": join.join(form.format(a=a, l=a.lower()) for a in axes)
    parameters = ", ".join(f"{number} {axis}" for axis in lower)
    size = " * ".join(axes)
    lines = []
    add = lines.append
    add("// Written by generate_indices.py.")
    add("namespace ILGPU;")
    add("")
    family = f"ILongIndex<{name}, {other}>" if is_long else f"IIntIndex<{name}, {other}>"
    add(f"/// <summary>An index or extent of {dimensions} dimension(s) in {number}; X runs fastest.</summary>")
    add(f"public readonly struct {name} : {family}")
    add("{")
    for constant, value in (("Invalid", -1), ("Zero", 0), ("One", 1)):
        add(f"    public static readonly {name} {constant} = new({', '.join([str(value)] * dimensions)});")
        add("")
    if dimensions > 1:
        add(f"    public {name}({number} value)")
        add(f"        : this({', '.join(['value'] * dimensions)})")
        add("    {")
        add("    }")
        add("")
    add(f"    public {name}({parameters})")
    add("    {")
    for axis in axes:
        add(f"        {axis} = {axis.lower()};")
    add("    }")
    add("")
    if dimensions == 3:
        two = name.replace("3", "2")
        for first, second, call in ((f"{two} xy", f"{number} z", "xy.X, xy.Y, z"),
                                    (f"{number} x", f"{two} yz", "x, yz.X, yz.Y")):
            add(f"    public {name}({first}, {second})")
            add(f"        : this({call})")
            add("    {")
            add("    }")
            add("")
    for axis in axes:
        add(f"    public {number} {axis} {{ get; }}")
        add("")
    if dimensions == 3:
        two = name.replace("3", "2")
        add(f"    public {two} XY => new(X, Y);")
        add("")
        add(f"    public {two} YZ => new(Y, Z);")
        add("")
    add(f"    public {number} Size => {size};")
    add("")
    if is_long:
        add("    long IIndex.Size => Size;")
    else:
        add(f"    public long LongSize => {each('(long){a}', ' * ')};")
        add("")
        add("    long IIndex.Size => LongSize;")
    add("")
    add(f"    public IndexType IndexType => IndexType.{name};")
    add("")
    add(f"    public bool IsFirst => {each('{a} == 0', ' && ')};")
    add("")
    for operator, word in (("+", "Addition"), ("-", "Subtraction"), ("*", "Multiply"), ("/", "Division")):
        add(f"    public static {name} operator {operator}({name} first, {name} second) =>")
        add(f"        new({each('first.{a} ' + operator + ' second.{a}')});")
        add("")
    add(f"    public static bool operator ==({name} first, {name} second) => first.Equals(second);")
    add("")
    add(f"    public static bool operator !=({name} first, {name} second) => !first.Equals(second);")
    add("")
    if dimensions == 1:
        add(f"    public static implicit operator {name}({number} idx) => new(idx);")
        add("")
        add(f"    public static implicit operator {number}({name} idx) => idx.X;")
        add("")
        unsigned = "u" + number
        add(f"    public static explicit operator {unsigned}({name} idx) => ({unsigned})idx.X;")
        add("")
    else:
        tuple_type = f"({', '.join([number] * dimensions)})"
        items = ", ".join(f"values.Item{i + 1}" for i in range(dimensions))
        add(f"    public static implicit operator {name}({tuple_type} values) =>")
        add(f"        new({items});")
        add("")
    if is_long:
        add(f"    public static explicit operator {other}({name} index) => index.ToIntIndex();")
    else:
        add(f"    public static implicit operator {other}({name} index) => index.ToLongIndex();")
    add("")
    for method, operator in (("Add", "+"), ("Subtract", "-"), ("Multiply", "*"), ("Divide", "/")):
        add(f"    public static {name} {method}({name} first, {name} second) => first {operator} second;")
        add("")
    for method in ("Min", "Max"):
        add(f"    public static {name} {method}({name} first, {name} second) =>")
        add(f"        new({each('Math.' + method + '(first.{a}, second.{a})')});")
        add("")
    add(f"    public static {name} Clamp({name} value, {name} min, {name} max) => Max(min, Min(value, max));")
    add("")
    add(f"    public {name} Add({name} rhs) => this + rhs;")
    add("")
    add(f"    public {name} Subtract({name} rhs) => this - rhs;")
    add("")
    add(f"    public bool InBounds({name} dimension) =>")
    add(f"        {each('{a} >= 0 && {a} < dimension.{a}', ' && ')};")
    add("")
    add(f"    public bool InBoundsInclusive({name} dimension) =>")
    add(f"        {each('{a} >= 0 && {a} <= dimension.{a}', ' && ')};")
    add("")
    if is_long:
        add(f"    public {other} ToIntIndex() => new({each('checked((int){a})')});")
    else:
        add(f"    public {other} ToLongIndex() => new({each('{a}')});")
    add("")
    if dimensions > 1:
        add(f"    public ({', '.join([number] * dimensions)}) ToValueTuple() => ({each('{a}')});")
        add("")
        add(f"    public void Deconstruct({', '.join(f'out {number} {axis}' for axis in lower)})")
        add("    {")
        for axis in axes:
            add(f"        {axis.lower()} = {axis};")
        add("    }")
        add("")
    add(f"    public bool Equals({name} other) => {each('{a} == other.{a}', ' && ')};")
    add("")
    add(f"    public override bool Equals(object? obj) => obj is {name} other && Equals(other);")
    add("")
    add(f"    public override int GetHashCode() => HashCode.Combine({each('{a}')});")
    add("")
    inside = each("{{{a}}}")
    add(f"    public override string ToString() => $\"({inside})\";")
    add("}")
    return "\n".join(lines) + "\n"


for dimensions in (1, 2, 3):
    for is_long in (False, True):
        name = f"{'Long' if is_long else ''}Index{dimensions}D.cs"
        (HERE / name).write_text(index_type(dimensions, is_long))
