using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Counts writes to API servers, and at one of them cuts whoever writes off, as death does: nothing of it arrives any more.</summary>
internal sealed class Fuse
{
    private readonly TaskCompletionSource _blown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;
    private bool _arrives;

    /// <summary>Ends when it has blown.</summary>
    public Task Blown => _blown.Task;

    /// <summary>Lets it blow at the n-th write from now on, which arrives or does not; its answer never does.</summary>
    public void Arm(int writes, bool arrives)
    {
        _arrives = arrives;
        Volatile.Write(ref _left, writes);
    }

    /// <summary>Passes while it has not blown.</summary>
    public void Check()
    {
        if (Blown.IsCompleted)
            throw new ClusterUnreachableException("The silo is dead (scripted).");
    }

    /// <summary>Lets a write through, or not.</summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        Check();
        if (Interlocked.Decrement(ref _left) != 0)
            return await write();
        _blown.TrySetResult();
        if (_arrives)
            await write();
        throw new ClusterUnreachableException("The silo died at this write (scripted).");
    }
}
