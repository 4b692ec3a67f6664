using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>
/// The real <see cref="NodeClaims"/>, made a pure function: claims are a number, every decision is made by a table that is
/// rebuilt from the number, and remembered.
/// </summary>
internal sealed class NodeTable(ProtocolConfig config)
{
    /// <summary>Attempt held (2), whether it is committed (1), attempts released (2).</summary>
    public const int BitsPerGang = 5;

    private static readonly ResourceVector Whole = Sample.Res(gpu: 1);
    private readonly Dictionary<(int Claims, string What, int Gang, int Attempt), (int Claims, bool Granted)> _known = [];

    public static int Held(int claims, int gang) => claims >> (BitsPerGang * gang) & 3;

    public static bool IsCommitted(int claims, int gang) => (claims >> (BitsPerGang * gang) & 4) != 0;

    public (int Claims, bool Granted) Prepare(int claims, int gang, int attempt) => Apply(claims, "prepare", gang, attempt, (table, job, number) =>
        table.Prepare(new PrepareRequest { Job = job, Attempt = number, Seq = gang, Ask = Whole }, TimeSpan.Zero).Outcome == PrepareOutcome.Granted);

    public int Free(int claims, int gang, int attempt) => Apply(claims, "free", gang, attempt, static (table, job, number) =>
    {
        table.Free(job, number);
        return false;
    }).Claims;

    public int MarkCommitted(int claims, int gang, int attempt) => Apply(claims, "mark", gang, attempt, static (table, job, number) =>
    {
        table.MarkCommitted(job, number);
        return false;
    }).Claims;

    public int Load(int claims, int gang, int attempt) => Apply(claims, "load", gang, attempt, static (table, job, number) =>
    {
        table.Load(job, number, Whole);
        return false;
    }).Claims;

    private static JobId Job(int gang) => Sample.Id($"gang-{gang}");

    private (int Claims, bool Granted) Apply(int claims, string what, int gang, int attempt, Func<NodeClaims, JobId, Attempt, bool> decide)
    {
        if (_known.TryGetValue((claims, what, gang, attempt), out var known))
            return known;
        var table = Rebuild(claims);
        var granted = decide(table, Job(gang), config.AttemptOf(attempt));
        return _known[(claims, what, gang, attempt)] = (Number(table), granted);
    }

    private NodeClaims Rebuild(int claims)
    {
        var table = new NodeClaims { Capacity = Whole };
        for (var gang = 0; gang < config.Gangs; gang++)
        {
            table.Free(Job(gang), config.AttemptOf(claims >> (BitsPerGang * gang) >> 3 & 3));
            if (Held(claims, gang) is > 0 and var attempt && !IsCommitted(claims, gang))
                Assert.True(table.Prepare(new PrepareRequest { Job = Job(gang), Attempt = config.AttemptOf(attempt), Seq = gang, Ask = Whole }, TimeSpan.Zero)
                    .Outcome == PrepareOutcome.Granted);
        }
        for (var gang = 0; gang < config.Gangs; gang++)
            if (Held(claims, gang) is > 0 and var attempt && IsCommitted(claims, gang))
                table.Load(Job(gang), config.AttemptOf(attempt), Whole);
        Assert.Equal(claims, Number(table));
        return table;
    }

    private int Number(NodeClaims table)
    {
        var claims = 0;
        for (var gang = config.Gangs - 1; gang >= 0; gang--)
        {
            var claim = table.Of(Job(gang));
            claims = claims << BitsPerGang | config.NumberOf(table.ReleasedUpTo(Job(gang))) << 3
                | (claim is { IsCommitted: true } ? 4 : 0) | (claim is null ? 0 : config.NumberOf(claim.Attempt));
        }
        return claims;
    }
}
