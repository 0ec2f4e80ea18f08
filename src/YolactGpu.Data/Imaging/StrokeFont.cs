namespace YolactGpu.Data.Imaging;

/// <summary>
/// A font for labels, drawn with a pen of one unit's width along the lines of each glyph, so that it has sharp upright
/// and level strokes at every whole number of pixels per unit and smooth curves at all sizes. Capitals are 7 units high
/// with the pen, small letters 5; descenders reach 2 units below the base line.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Units from the top of the capitals to the base line.</summary>
    internal const int CapHeight = 7;

    /// <summary>Units below the base line.</summary>
    internal const int Descent = 2;

    private const char First = ' ';
    private const char Last = '~';

    /// <summary>
    /// The glyphs from space to tilde. A glyph is a list of pen strokes, a stroke a list of points, a point two digits:
    /// x and y of the pen's centre in half units from the upper left, y = c (12) being the base line. A stroke that
    /// starts with ~ has its inner corners rounded. Letters count on from the digits: a is 10, g is 16.
    /// </summary>
    private static readonly string[] Sources =
    [
        /* ' ' */ "",
        /* !   */ "00 08,0c",
        /* "   */ "00 02,40 42",
        /* #   */ "20 2c,60 6c,04 84,08 88",
        /* $   */ "~82 80 00 06 86 8c 0c 0a,40 4c",
        /* %   */ "80 0c,00 20 22 02 00,6a 8a 8c 6c 6a",
        /* &   */ "~8c 14 10 50 53 07 0c 5c 87",
        /* '   */ "00 02",
        /* (   */ "~20 00 0c 2c",
        /* )   */ "~00 20 2c 0c",
        /* *   */ "42 4a,04 88,84 08",
        /* +   */ "42 4a,06 86",
        /* ,   */ "2b 0f",
        /* -   */ "08 48",
        /* .   */ "0c",
        /* /   */ "60 0c",
        /* 0   */ "~30 60 6c 0c 00 30",
        /* 1   */ "02 20 2c,0c 4c",
        /* 2   */ "~02 00 60 65 0c,0c 6c",
        /* 3   */ "~00 60 66 26,~26 66 6c 0c",
        /* 4   */ "4c 40 08 68",
        /* 5   */ "60 00 04,~04 64 6c 0c",
        /* 6   */ "~60 00 0c 6c 66 06",
        /* 7   */ "00 60 2c",
        /* 8   */ "~30 60 66 06 00 30,~36 66 6c 0c 06 36",
        /* 9   */ "~66 06 00 60 6c 0c",
        /* :   */ "06,0c",
        /* ;   */ "26,2b 0f",
        /* <   */ "62 06 6a",
        /* =   */ "04 64,08 68",
        /* >   */ "02 66 0a",
        /* ?   */ "~02 00 80 86 46 49,4c",
        /* @   */ "~8c 0c 00 80 88 48 44 84",
        /* A   */ "0c 40 8c,28 68",
        /* B   */ "00 0c,~00 80 86 06,~06 86 8c 0c",
        /* C   */ "~82 80 00 0c 8c 8a",
        /* D   */ "00 0c,~00 80 8c 0c",
        /* E   */ "80 00 0c 8c,06 66",
        /* F   */ "80 00 0c,06 66",
        /* G   */ "~82 80 00 0c 8c 86,86 46",
        /* H   */ "00 0c,80 8c,06 86",
        /* I   */ "00 40,20 2c,0c 4c",
        /* J   */ "~60 6c 0c 08",
        /* K   */ "00 0c,80 06 8c",
        /* L   */ "00 0c 6c",
        /* M   */ "0c 00 46 80 8c",
        /* N   */ "0c 00 8c 80",
        /* O   */ "~40 80 8c 0c 00 40",
        /* P   */ "00 0c,~00 80 86 06",
        /* Q   */ "~40 80 8c 0c 00 40,48 8c",
        /* R   */ "00 0c,~00 80 86 06,46 8c",
        /* S   */ "~82 80 00 06 86 8c 0c 0a",
        /* T   */ "00 80,40 4c",
        /* U   */ "~00 0c 8c 80",
        /* V   */ "00 4c 80",
        /* W   */ "00 3c 62 9c c0",
        /* X   */ "00 8c,80 0c",
        /* Y   */ "00 46 80,46 4c",
        /* Z   */ "00 80 0c 8c",
        /* [   */ "20 00 0c 2c",
        /* \   */ "00 6c",
        /* ]   */ "00 20 2c 0c",
        /* ^   */ "04 40 84",
        /* _   */ "0e 8e",
        /* `   */ "00 22",
        /* a   */ "~04 64 6c,~68 08 0c 6c",
        /* b   */ "00 0c,~04 64 6c 0c",
        /* c   */ "~64 04 0c 6c",
        /* d   */ "60 6c,~64 04 0c 6c",
        /* e   */ "08 68,~68 64 04 0c 6c",
        /* f   */ "~40 20 2c,04 44",
        /* g   */ "~64 04 0c 6c,~64 6g 0g",
        /* h   */ "00 0c,~04 64 6c",
        /* i   */ "04 0c,00",
        /* j   */ "~24 2g 0g,20",
        /* k   */ "00 0c,64 08 6c",
        /* l   */ "~00 0c 2c",
        /* m   */ "04 0c,~04 64 6c,~64 c4 cc",
        /* n   */ "04 0c,~04 64 6c",
        /* o   */ "~34 64 6c 0c 04 34",
        /* p   */ "04 0g,~04 64 6c 0c",
        /* q   */ "64 6g,~64 04 0c 6c",
        /* r   */ "04 0c,~07 04 44",
        /* s   */ "~64 04 08 68 6c 0c",
        /* t   */ "~20 2c 4c,04 44",
        /* u   */ "~04 0c 6c,64 6c",
        /* v   */ "04 4c 84",
        /* w   */ "04 3c 64 9c c4",
        /* x   */ "04 8c,84 0c",
        /* y   */ "~04 0c 6c,~64 6g 0g",
        /* z   */ "04 64 0c 6c",
        /* {   */ "~40 20 26 06,~06 26 2c 4c",
        /* |   */ "00 0e",
        /* }   */ "~00 20 26 46,~46 26 2c 0c",
        /* ~   */ "~07 05 45 48 88 85",
    ];

    private static readonly StrokeGlyph[] Glyphs = [.. Sources.Select(StrokeGlyph.Parse)];

    /// <summary>The glyph of a character; a question mark for one outside ASCII.</summary>
    internal static StrokeGlyph GlyphOf(char character) =>
        Glyphs[(character is >= First and <= Last ? character : '?') - First];

    /// <summary>Units that a text takes, the pen's width and the gaps between the glyphs included.</summary>
    internal static int Measure(string text) =>
        text.Length == 0 ? 0 : text.Sum(character => GlyphOf(character).Advance) - StrokeGlyph.Gap;
}
