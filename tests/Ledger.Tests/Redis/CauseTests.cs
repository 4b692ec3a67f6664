using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>What an error of the ledger carries with it.</summary>
public sealed class CauseTests
{
    [Fact]
    public async Task Errors_OfARedisThatIsGone_HoldNoTypeOfItsClient()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        server.Kill();

        // They cross from silo to silo, and of the client's types the serializer knows none.
        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.SubmitAsync(Sample.Submission("a"), Stop));
        Assert.NotNull(fault.InnerException);
        for (var cause = fault.InnerException; cause is not null; cause = cause.InnerException)
            Assert.StartsWith("System", cause.GetType().Namespace, StringComparison.Ordinal);
        server.Restart();
    }
}
