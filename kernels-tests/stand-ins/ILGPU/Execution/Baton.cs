namespace ILGPU.Execution;

/// <summary>What one thread of a team sleeps on until another passes it the right to run.</summary>
internal sealed class Baton
{
    private readonly object access = new();
    private bool isPassed;

    public void Pass()
    {
        lock (access)
        {
            isPassed = true;
            Monitor.Pulse(access);
        }
    }

    public void Await()
    {
        lock (access)
        {
            while (!isPassed)
            {
                Monitor.Wait(access);
            }

            isPassed = false;
        }
    }
}
