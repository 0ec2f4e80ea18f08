namespace ILGPU.Runtime;

public enum AcceleratorType
{
    CPU = 0,
    Cuda = 1,
    OpenCL = 2,
}
