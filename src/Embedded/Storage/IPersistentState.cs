using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A named record of one grain, read before the grain activates.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
