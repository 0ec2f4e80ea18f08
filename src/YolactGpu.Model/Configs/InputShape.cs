using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace YolactGpu.Model.Configs;

/// <summary>The size of a network's input in pixels. A number alone stands for a square.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct InputShape(int Width, int Height) : IParsable<InputShape>
{
    /// <summary>Gets a value indicating whether both sides are equal.</summary>
    public bool IsSquare => Width == Height;

    /// <summary>Gives the square of a side.</summary>
    public static implicit operator InputShape(int side) => new(side, side);

    /// <summary>Reads 550, or 800x448 (width x height).</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static InputShape Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out InputShape shape) ? shape : throw new FormatException($"'{s}' is no size; expected 550, or 800x448.");

    /// <summary>Reads 550, or 800x448 (width x height).</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out InputShape result)
    {
        string[] sides = (s ?? "").Split('x');
        bool isSize = int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width);
        int height = width;
        isSize &= sides.Length == 1
            || (sides.Length == 2 && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out height));
        result = isSize ? new InputShape(width, height) : default;
        return isSize;
    }

    /// <summary>Gives width and height, as 800x448.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
