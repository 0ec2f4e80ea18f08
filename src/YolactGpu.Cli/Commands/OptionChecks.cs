using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace YolactGpu.Cli.Commands;

/// <summary>Checks of options' values, so that a wrong one is wrong usage.</summary>
internal static class OptionChecks
{
    /// <summary>Refuses texts of which <paramref name="holds"/> is false. An option that was not given is not looked at.</summary>
    public static void Require(this Option<string> option, Func<string, bool> holds, string message) =>
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetValueOrDefault<string>() is { } value && !holds(value))
            {
                result.AddError(message);
            }
        });

    /// <summary>Refuses what is no number, and numbers of which <paramref name="holds"/> is false.</summary>
    public static void Require<T>(this Option<T> option, Func<T, bool> holds, string message)
        where T : struct, IParsable<T> => option.CustomParser = result => Parse(result, holds, message) ?? default;

    /// <summary>The same for an option that stands for nothing where it is not given.</summary>
    public static void Require<T>(this Option<T?> option, Func<T, bool> holds, string message)
        where T : struct, IParsable<T> => option.CustomParser = result => Parse(result, holds, message);

    private static T? Parse<T>(ArgumentResult result, Func<T, bool> holds, string message)
        where T : struct, IParsable<T>
    {
        if (T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out T value) && holds(value))
        {
            return value;
        }

        result.AddError(message);
        return null;
    }
}
