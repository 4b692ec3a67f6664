using Orleans.Runtime;

namespace Orleans.Embedded;

internal sealed class Activation
{
    public IGrainTimer AddTimer<TState>(
        Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
        throw new NotImplementedException();
}
