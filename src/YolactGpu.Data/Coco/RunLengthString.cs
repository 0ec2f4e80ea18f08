using System.Text;

namespace YolactGpu.Data.Coco;

/// <summary>
/// The string form of COCO run lengths. Each run from the fourth on is written as its difference from the run two
/// before it. A number is cut into groups of 5 bits, lowest first, until what is left is only its sign; each group is
/// one character: 48 + the group, + 32 where another group follows. The highest bit of the last group is the sign.
/// </summary>
internal static class RunLengthString
{
    private const int FirstCharacter = 48;
    private const int GroupBits = 5;
    private const int GroupMask = 0x1f;
    private const int SignBit = 0x10;
    private const int MoreBit = 0x20;

    internal static string Encode(ReadOnlySpan<int> counts)
    {
        StringBuilder text = new(counts.Length * 2);
        for (int i = 0; i < counts.Length; i++)
        {
            int rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            bool more = true;
            while (more)
            {
                int group = rest & GroupMask;
                rest >>= GroupBits;
                int signRest = (group & SignBit) != 0 ? -1 : 0;
                more = rest != signRest;
                text.Append((char)(FirstCharacter + group + (more ? MoreBit : 0)));
            }
        }

        return text.ToString();
    }

    internal static int[] Decode(string text)
    {
        List<int> counts = [];
        int position = 0;
        while (position < text.Length)
        {
            long value = ReadNumber(text, ref position);
            if (counts.Count > 2)
            {
                value += counts[^2];
            }

            if (value is < 0 or > int.MaxValue)
            {
                throw Malformed($"run {counts.Count}, ending at character {position}, is {value} pixels long");
            }

            counts.Add((int)value);
        }

        return [.. counts];
    }

    private static long ReadNumber(string text, ref int position)
    {
        long value = 0;
        for (int shift = 0; ; shift += GroupBits)
        {
            if (position == text.Length)
            {
                throw Malformed($"the text ends inside a number, at character {position}");
            }

            int character = text[position] - FirstCharacter;
            if (character is < 0 or > (GroupMask | MoreBit))
            {
                throw Malformed($"character {position} has the code {(int)text[position]}; 48 to 111 are taken");
            }

            // Differences of runs below 2^31 take 33 bits with the sign: seven groups.
            if (shift > 6 * GroupBits)
            {
                throw Malformed($"the number at character {position} is too long");
            }

            position++;
            int group = character & GroupMask;
            value |= (long)group << shift;
            if ((character & MoreBit) == 0)
            {
                return (group & SignBit) != 0 ? value | (-1L << (shift + GroupBits)) : value;
            }
        }
    }

    private static FormatException Malformed(string reason) => new($"Compressed run lengths: {reason}.");
}
