using YolactGpu.WeightsConverter;

namespace YolactGpu.Tests.Converter.Support;

/// <summary>What a call of yolact-convert did.</summary>
internal sealed record ConverterRun(int Code, string Output, string Error)
{
    internal static ConverterRun Of(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = ConverterCommandLine.Run(arguments, output, error);
        return new ConverterRun(code, output.ToString(), error.ToString());
    }
}
