namespace Orleans.Core;

/// <summary>One stored record and its value.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
