#!/usr/bin/env python3
"""Writes IntrinsicMath.cs beside this script. Run it after a change here."""
import pathlib

NUMBERS = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double"]
SIGNED = ["sbyte", "short", "int", "long", "float", "double"]

lines = ["// Written by generate_intrinsic_math.py.", "using System.Numerics;", "", "namespace ILGPU;", "",
         "public static class IntrinsicMath", "{"]
members = []
for t in SIGNED:
    members.append(f"    public static {t} Abs({t} value) => Math.Abs(value);")
members.append("    public static Half Abs(Half value) => Half.Abs(value);")
for t in NUMBERS:
    members.append(f"    public static {t} Min({t} first, {t} second) => Math.Min(first, second);")
    members.append(f"    public static {t} Max({t} first, {t} second) => Math.Max(first, second);")
    members.append(f"    public static {t} Clamp({t} value, {t} min, {t} max) => Max(Min(value, max), min);")
for t in ("int", "long"):
    members.append(
        f"    public static {t} DivRoundUp({t} numerator, {t} denominator) =>\n"
        "        (numerator + denominator - 1) / denominator;")
    members.append(f"    public static {t} DivRoundDown({t} numerator, {t} denominator) => numerator / denominator;")
for t in ("float", "double"):
    members.append(f"    public static {t} CopySign({t} x, {t} y) => Math{'F' if t == 'float' else ''}.CopySign(x, y);")
for t in ("int", "uint", "long", "ulong"):
    cast = "" if t.startswith("u") else f"(u{t})"
    members.append(f"    public static int PopCount({t} value) => BitOperations.PopCount({cast}value);")
    members.append(f"    public static int LeadingZeroCount({t} value) => BitOperations.LeadingZeroCount({cast}value);")
    members.append(f"    public static int TrailingZeroCount({t} value) => BitOperations.TrailingZeroCount(value);")
text = "\n".join(lines) + "\n" + "\n\n".join(members) + "\n}\n"
(pathlib.Path(__file__).parent / "IntrinsicMath.cs").write_text(text)
