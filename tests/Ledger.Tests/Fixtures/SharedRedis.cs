using Muster.Ledger.Tests;

[assembly: AssemblyFixture(typeof(SharedRedis))]

namespace Muster.Ledger.Tests;

/// <summary>One redis-server for all tests that do it no harm; each has a prefix of its own in it.</summary>
public sealed class SharedRedis : IDisposable
{
    private static readonly Lock Turn = new();
    private static RedisServer? _server;

    internal static RedisServer Server
    {
        get
        {
            lock (Turn)
                return _server ??= RedisServer.Start();
        }
    }

    public void Dispose()
    {
        lock (Turn)
            _server?.Dispose();
    }
}
