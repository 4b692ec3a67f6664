using System.Globalization;

namespace Muster.Silo.Tests;

/// <summary>Silos are killed while gangs come in.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class ThreeSilosTests
{
    private const string GangsVariable = "MUSTER_TEST_GANGS";
    private const int UsualGangs = 150;
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Silos_KilledOneAfterTheOther_LoseNothingAndRunNothingTwice()
    {
        var gangs = int.TryParse(Environment.GetEnvironmentVariable(GangsVariable), CultureInfo.InvariantCulture, out var wanted) ? wanted : UsualGangs;
        await using var site = await Site.StartAsync();
        using var submitted = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var killing = KillAsync(site.Silos, submitted.Token);
        await site.Load.SubmitAsync(gangs, gangs > UsualGangs ? BetweenGangs / 2 : BetweenGangs, TestContext.Current.CancellationToken, TestContext.Current.CancellationToken);
        await submitted.CancelAsync();
        var kills = await killing;
        await site.CheckAsync();
        Assert.True(kills.Count >= 1, $"only {kills.Count} silos were killed");
        await site.TellAsync($"{kills.Count} silos killed", kills);
    }

    private static async Task<List<DateTimeOffset>> KillAsync(SiloSet silos, CancellationToken cancellationToken)
    {
        var random = new Random(20260101);
        var kills = new List<DateTimeOffset>();
        using var timer = new PeriodicTimer(BetweenKills);
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return kills;
            }
            var next = random.Next(silos.Count);
            kills.Add(TimeProvider.System.GetUtcNow());
            await silos.KillAsync(next);
            await silos.RestartAsync(next);
        }
    }
}
