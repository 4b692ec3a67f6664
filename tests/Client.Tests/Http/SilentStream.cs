namespace Client.Tests;

/// <summary>A peer that has vanished: reads end when they are cancelled, and not before.</summary>
internal sealed class SilentStream : MemoryStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}
