using YolactGpu.WeightsConverter;

return ConverterCommandLine.Run(args, Console.Out, Console.Error);
