using System.Security.Cryptography;

namespace Muster.Silo;

/// <summary>A token that a silo knows, and its holder.</summary>
internal sealed class TokenHolder(TokenRecord record, QueueTree queues) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly byte[] _hash = Convert.FromHexString(record.Hash);
    private Caller? _caller;

    public TokenRecord Record => record;

    public Caller Caller => _caller ??= new(record.Name, record.Id, [.. record.Grants.Select(static g => g.Namespaces.IsDefault ? g with { Namespaces = [] } : g)], queues, _ended.Token);

    /// <summary>Takes the same time wherever the secrets differ.</summary>
    public bool HasSecret(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    /// <summary>Ends whatever the holder still has open.</summary>
    public void End() => _ended.Cancel();

    public void Dispose() => _ended.Dispose();
}
