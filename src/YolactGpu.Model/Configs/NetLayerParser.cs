using System.Collections.Immutable;
using System.Globalization;

namespace YolactGpu.Model.Configs;

/// <summary>
/// Reads a net as the original's configurations write it, for example
/// <c>[(256, 3, {'padding': 1})] * 3 + [(None, -2, {}), (32, 1, {})]</c>. A layer is (channels, size, {settings}); a negative size
/// makes a transposed convolution, None channels with a negative size an upsampling, 'cat' a concatenation.
/// </summary>
public sealed class NetLayerParser
{
    private readonly string text;
    private int at;

    private NetLayerParser(string text) => this.text = text;

    /// <summary>Reads a net.</summary>
    /// <exception cref="ConfigException">The text is no such net; the message says where.</exception>
    public static ImmutableArray<NetLayer> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        NetLayerParser parser = new(text);
        ImmutableArray<NetLayer> net = parser.Sum();
        if (parser.Peek() != '\0')
        {
            throw parser.Wrong("the end");
        }

        return NetLayers.Problem(net) is { } problem ? throw new ConfigException($"The net {text}: {problem}.") : net;
    }

    private ImmutableArray<NetLayer> Sum()
    {
        ImmutableArray<NetLayer> net = Product();
        while (Take('+'))
        {
            net = [.. net, .. Product()];
        }

        return net;
    }

    private ImmutableArray<NetLayer> Product()
    {
        ImmutableArray<NetLayer> net = List(Layer);
        if (!Take('*'))
        {
            return net;
        }

        int times = Number();
        return times is >= 0 and <= 100 ? [.. Enumerable.Repeat(net, times).SelectMany(part => part)] : throw Wrong("a factor of 0 to 100");
    }

    private NetLayer Layer()
    {
        Expect('(');
        NetLayer layer = Peek() is '\'' or '"' ? Concatenation() : Ordinary();
        Expect(')');
        return layer;
    }

    private NetConcatenation Concatenation()
    {
        if (Word() != "cat")
        {
            throw Wrong("'cat'");
        }

        Expect(',');
        ImmutableArray<ImmutableArray<NetLayer>> nets = List(Sum);
        Expect(',');
        return Settings().Count == 0 ? new NetConcatenation(nets) : throw Wrong("{}, because a concatenation has no settings");
    }

    private NetLayer Ordinary()
    {
        int? channels = Peek() == 'N' ? None() : Number();
        Expect(',');
        int size = Number();
        Expect(',');
        Dictionary<string, int> settings = Settings();
        NetLayer layer = (channels, size) switch
        {
            (null, < 0) => new NetUpsampling(-size),
            (null, _) => throw Wrong("a negative factor behind None"),
            (_, < 0) => new NetTransposedConvolution(channels.Value, -size)
            {
                Stride = Setting("stride", 1),
                Padding = Setting("padding", 0),
                OutputPadding = Setting("output_padding", 0),
            },
            _ => new NetConvolution(channels.Value, size, Setting("padding", 0)) { Stride = Setting("stride", 1), Dilation = Setting("dilation", 1) },
        };
        return settings.Count == 0 ? layer : throw new ConfigException($"The net {text}: {layer} has no setting {settings.Keys.First()}.");

        int Setting(string name, int otherwise) => settings.Remove(name, out int value) ? value : otherwise;
    }

    private Dictionary<string, int> Settings()
    {
        Dictionary<string, int> settings = [];
        Expect('{');
        while (!Take('}'))
        {
            string name = Word();
            Expect(':');
            settings[name] = Number();
            if (Peek() != '}')
            {
                Expect(',');
            }
        }

        return settings;
    }

    private ImmutableArray<T> List<T>(Func<T> read)
    {
        List<T> items = [];
        Expect('[');
        while (!Take(']'))
        {
            items.Add(read());
            if (Peek() != ']')
            {
                Expect(',');
            }
        }

        return [.. items];
    }

    private int? None()
    {
        if (!text.AsSpan(at).StartsWith("None", StringComparison.Ordinal))
        {
            throw Wrong("a number or None");
        }

        at += "None".Length;
        return null;
    }

    private int Number()
    {
        Peek();
        int start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (at == start && text[at] == '-')))
        {
            at++;
        }

        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Wrong("a number");
    }

    private string Word()
    {
        char quote = Peek();
        int end = quote is '\'' or '"' ? text.IndexOf(quote, at + 1) : -1;
        if (end < 0)
        {
            throw Wrong("a word in quotation marks");
        }

        string word = text[(at + 1)..end];
        at = end + 1;
        return word;
    }

    private char Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length ? text[at] : '\0';
    }

    private bool Take(char wanted)
    {
        bool found = Peek() == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
        {
            throw Wrong(wanted.ToString());
        }
    }

    private ConfigException Wrong(string wanted) => new($"The net {text}: at character {at + 1} stands {Rest()}; {wanted} was expected.");

    private string Rest() => at >= text.Length ? "the end" : text[at..Math.Min(at + 12, text.Length)];
}
