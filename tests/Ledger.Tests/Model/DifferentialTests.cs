using System.Runtime.InteropServices;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class DifferentialTests
{
    private const int Operations = 20_000;
    private const int EachKindAtLeast = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RandomOperations_OnSqliteAndModel_NeverDiffer(int seed)
    {
        await using var t = new TestLedger();
        var model = new ModelLedger(t.Ledger.Incarnation, t.Time);
        await RunAsync(seed, t, model);

        // And the whole of what is kept, also after a restart.
        await t.ReopenAsync();
        var (page, all) = (await t.Ledger.ListJobsAsync(new(), Stop), await model.ListJobsAsync(new(), Stop));
        Assert.Equal(Outcomes.Text(all), Outcomes.Text(page));
        for (var after = 0L; ;)
        {
            var expected = await model.ReadChangesAsync(after, null, 1000, Stop);
            Assert.Equal(Outcomes.Text(expected), Outcomes.Text(await t.Ledger.ReadChangesAsync(after, null, 1000, Stop)));
            if (expected.IsEmpty)
                break;
            after = expected[^1].Sequence;
        }
    }

    private static async Task RunAsync(int seed, TestLedger t, ModelLedger model)
    {
        var random = new RandomOperations(seed, model, t.Time);
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < Operations; i++)
        {
            t.Time.Advance(TimeSpan.FromMilliseconds(700));
            var operation = await random.NextAsync(Stop);
            var expected = await operation(model);
            var actual = await operation(t.Ledger);
            Assert.True(Outcomes.Text(expected) == Outcomes.Text(actual),
                $"seed {seed}, operation {i}:\nmodel  {Outcomes.Text(expected)}\nledger {Outcomes.Text(actual)}");
            if (Outcomes.Kind(actual) is { } kind)
                CollectionsMarshal.GetValueRefOrAddDefault(seen, kind, out _)++;
        }
        foreach (var kind in Outcomes.AllKinds)
            Assert.True(seen.GetValueOrDefault(kind) >= EachKindAtLeast,
                $"seed {seed} saw '{kind}' {seen.GetValueOrDefault(kind)} times; all: {string.Join(", ", seen.OrderBy(s => s.Value))}");
    }
}
