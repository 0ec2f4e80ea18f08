using System.Collections.Immutable;
using System.Diagnostics;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

public sealed partial class Context
{
    public sealed class Builder : ContextProperties
    {
        private readonly List<Device> devices = [];

        internal Builder()
        {
        }

        internal ImmutableArray<Device> Devices => [.. devices];

        public Builder Default() => AllAccelerators();

        public Builder AllAccelerators() => AllAccelerators(device => true);

        public Builder AllAccelerators(Predicate<Device> predicate)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            return predicate(CPUDevice.Default) ? Add(CPUDevice.Default) : this;
        }

        public Builder Optimize(OptimizationLevel level)
        {
            OptimizationLevel = level;
            return this;
        }

        public Builder Inlining(InliningMode inliningMode)
        {
            InliningMode = inliningMode;
            return this;
        }

        public Builder Math(MathMode mathMode)
        {
            MathMode = mathMode;
            return this;
        }

        public Builder Arrays(ArrayMode arrayMode)
        {
            ArrayMode = arrayMode;
            return this;
        }

        public Builder StaticFields(StaticFieldMode fieldMode)
        {
            StaticFieldMode = fieldMode;
            return this;
        }

        public Builder Caching(CachingMode cachingMode)
        {
            CachingMode = cachingMode;
            return this;
        }

        public Builder DebugSymbols(DebugSymbolsMode debugSymbolsMode)
        {
            DebugSymbolsMode = debugSymbolsMode;
            return this;
        }

        public Builder PageLocking(PageLockingMode mode)
        {
            PageLockingMode = mode;
            return this;
        }

        public Builder Profiling()
        {
            EnableProfiling = true;
            return this;
        }

        /// <summary>Chooses the strict manner.</summary>
        public Builder Assertions()
        {
            EnableAssertions = true;
            return this;
        }

        public Builder AutoAssertions() => Debugger.IsAttached ? Assertions() : this;

        public Builder AutoDebug() => Debugger.IsAttached ? Debug() : this;

        public Builder Debug() => Optimize(OptimizationLevel.Debug).Assertions();

        public Builder Release() => Optimize(OptimizationLevel.Release);

        public Builder IOOperations()
        {
            EnableIOOperations = true;
            return this;
        }

        public Builder AutoIOOperations() => Debugger.IsAttached ? IOOperations() : this;

        public Builder Verify()
        {
            EnableVerifier = true;
            return this;
        }

        public Builder LibDevice() => this;

        public Context ToContext()
        {
            if (devices.Count == 0)
            {
                Add(CPUDevice.Default);
            }

            return new Context(this);
        }

        internal Builder Add(Device device)
        {
            if (!devices.Contains(device))
            {
                devices.Add(device);
            }

            return this;
        }
    }
}
