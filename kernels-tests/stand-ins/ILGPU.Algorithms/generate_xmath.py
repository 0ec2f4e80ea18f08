#!/usr/bin/env python3
"""Writes XMath.cs beside this script. Run it after a change here."""
import pathlib

FLOATING = [("float", "MathF"), ("double", "Math")]
INTEGERS = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"]
SAME = ["Sqrt", "Exp", "Log", "Log10", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh",
        "Floor", "Ceiling", "Truncate", "Abs"]
CONSTANTS = [
    ("E", "float", "2.71828175f"), ("PI", "float", "3.14159274f"), ("PIHalf", "float", "1.57079637f"),
    ("PIFourth", "float", "0.785398185f"), ("OneOverPI", "float", "0.318309873f"),
    ("TwoOverPI", "float", "0.63661975f"), ("Sqrt2", "float", "1.41421354f"),
    ("OneOverSqrt2", "float", "0.707106769f"), ("OneThird", "float", "0.333333343f"),
    ("Ln2", "float", "0.693147182f"), ("Ln10", "float", "2.30258512f"), ("Log2E", "float", "1.442695f"),
    ("Log10E", "float", "0.4342945f"), ("ED", "double", "Math.E"), ("PID", "double", "Math.PI"),
]

members = [f"    public const {t} {name} = {value};" for name, t, value in CONSTANTS]
for t, math in FLOATING:
    one, two = ("1.0f", "2.0f") if t == "float" else ("1.0", "2.0")
    def add(signature, body):
        line = f"    public static {signature} => {body};"
        members.append(line if len(line) <= 120 else f"    public static {signature} =>\n        {body};")
    for name in SAME:
        add(f"{t} {name}({t} value)", f"{math}.{name}(value)")
    add(f"{t} Rcp({t} value)", f"{one} / value")
    add(f"{t} Rsqrt({t} value)", f"{one} / {math}.Sqrt(value)")
    add(f"{t} Exp2({t} value)", f"{math}.Pow({two}, value)")
    add(f"{t} Log2({t} value)", f"{math}.Log(value, {two})")
    add(f"{t} Pow({t} @base, {t} exp)", f"{math}.Pow(@base, exp)")
    add(f"{t} Log({t} value, {t} newBase)", f"{math}.Log(value, newBase)")
    add(f"{t} Atan2({t} y, {t} x)", f"{math}.Atan2(y, x)")
    add(f"{t} Rem({t} x, {t} y)", "x % y")
    add(f"{t} IEEERemainder({t} x, {t} y)", f"{math}.IEEERemainder(x, y)")
    add(f"{t} Round({t} value)", f"{math}.Round(value)")
    add(f"{t} Round({t} value, int digits)", f"{math}.Round(value, digits)")
    add(f"{t} Round({t} value, MidpointRounding mode)", f"{math}.Round(value, mode)")
    add(f"{t} RoundToEven({t} value)", f"{math}.Round(value, MidpointRounding.ToEven)")
    add(f"{t} RoundAwayFromZero({t} value)", f"{math}.Round(value, MidpointRounding.AwayFromZero)")
    add(f"int Sign({t} value)", f"{math}.Sign(value)")
    add(f"bool IsNaN({t} value)", f"{t}.IsNaN(value)")
    add(f"bool IsInfinity({t} value)", f"{t}.IsInfinity(value)")
    add(f"bool IsFinite({t} value)", f"{t}.IsFinite(value)")
    add(f"{t} DegToRad({t} degrees)", f"degrees * ({math}.PI / {180}{'.0f' if t == 'float' else '.0'})")
    add(f"{t} RadToDeg({t} radians)", f"radians * ({180}{'.0f' if t == 'float' else '.0'} / {math}.PI)")
    members.append(f"    public static void SinCos({t} value, out {t} sin, out {t} cos) =>\n"
                   f"        (sin, cos) = {math}.SinCos(value);")
for t in INTEGERS + [t for t, _ in FLOATING]:
    add(f"{t} Min({t} first, {t} second)", "Math.Min(first, second)")
    add(f"{t} Max({t} first, {t} second)", "Math.Max(first, second)")
    add(f"{t} Clamp({t} value, {t} min, {t} max)", "Max(Min(value, max), min)")
for t in ("sbyte", "short", "int", "long"):
    add(f"{t} Abs({t} value)", "Math.Abs(value)")
for t in ("int", "long"):
    add(f"{t} DivRoundUp({t} numerator, {t} denominator)", "IntrinsicMath.DivRoundUp(numerator, denominator)")
    add(f"{t} DivRoundDown({t} numerator, {t} denominator)", "IntrinsicMath.DivRoundDown(numerator, denominator)")
for t in ("int", "uint", "long", "ulong"):
    for name in ("PopCount", "LeadingZeroCount", "TrailingZeroCount"):
        add(f"int {name}({t} value)", f"IntrinsicMath.{name}(value)")
text = "// Written by generate_xmath.py.\nnamespace ILGPU.Algorithms;\n\npublic static class XMath\n{\n"
text += "\n\n".join(members) + "\n}\n"
(pathlib.Path(__file__).parent / "XMath.cs").write_text(text)
