using YolactGpu.WeightsFuzz;

return FuzzTarget.Run(args);
