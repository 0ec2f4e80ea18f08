using YolactGpu.Model.Configs;

namespace YolactGpu.Model.Inference;

/// <summary>What a network is compiled for: plans of the same model differ in nothing else.</summary>
/// <param name="Batch">Images per run.</param>
/// <param name="Input">Size of the network's input.</param>
public readonly record struct PlanShape(int Batch, InputShape Input);
