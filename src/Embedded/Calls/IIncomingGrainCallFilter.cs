namespace Orleans;

/// <summary>Runs around every call that arrives at a silo.</summary>
public interface IIncomingGrainCallFilter
{
    Task Invoke(IIncomingGrainCallContext context);
}
