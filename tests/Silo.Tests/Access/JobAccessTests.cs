using Microsoft.Extensions.DependencyInjection;
using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;
using Orleans;

namespace Muster.Silo.Tests;

/// <summary>What was looked at is what is changed.</summary>
public sealed class JobAccessTests(TokenSilo silo)
{
    private ILedger Ledger => silo.App.Services.GetRequiredService<ILedger>();

    [Fact]
    public async Task ManageJob_WhoseNameAnotherTeamTookInBetween_IsNotFound()
    {
        var id = await SubmitAsync("red", new JobId("default", ApiSilo.NewName()));
        var looks = 0;
        await Assert.ThrowsAsync<JobNotFoundException>(() => Red().ManageJobAsync(Ledger, id, null, async (_, version) =>
        {
            looks++;
            await EndAsync(id);
            await SubmitAsync("blue", id);
            return await Grain(id).Cancel(version);
        }, TestContext.Current.CancellationToken));
        Assert.Equal(1, looks);
        Assert.False((await Ledger.ReadJobAsync(id, TestContext.Current.CancellationToken))!.State is JobState.Cancelled or JobState.Draining);
    }

    [Fact]
    public async Task ManageJob_ThatChangesInBetween_IsLookedAtAgainUnlessAVersionWasAskedFor()
    {
        var id = await SubmitAsync("red", new JobId("default", ApiSilo.NewName()));
        var looks = 0;
        Task<Job> Change(long? asked) => Red().ManageJobAsync(Ledger, id, asked, (_, version) => Grain(id).Cancel(looks++ == 0 ? version + 1_000_000 : version), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<PreconditionFailedException>(() => Change(1_000_000));
        Assert.Equal(1, looks);
        looks = 0;
        Assert.Contains((await Change(null)).Status!.State, new[] { JobState.Cancelled, JobState.Draining });
        Assert.InRange(looks, 2, 10);
    }

    private Caller Red() => new("red", null, [new Grant(Role.Manage, "red")], silo.App.Services.GetRequiredService<QueueTree>());

    private IJobGrain Grain(JobId id) => silo.App.Services.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>(id.ToString());

    private async Task EndAsync(JobId id)
    {
        await Grain(id).Cancel(null);
        var (begin, patience) = (TimeProvider.System.GetTimestamp(), TimeSpan.FromSeconds(20));
        while ((await Ledger.ReadJobAsync(id, TestContext.Current.CancellationToken))!.State != JobState.Cancelled)
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < patience, "it does not end");
        await Grain(id).Delete(null);
    }

    private async Task<JobId> SubmitAsync(string team, JobId id)
    {
        using var http = silo.As(team);
        using var response = await TokenSilo.SubmitAsync(http, ApiSilo.Job(id.Name, duration: "1h", queue: team, cpu: "10m", ns: id.Namespace));
        Assert.Equal(201, (int)response.StatusCode);
        return id;
    }
}
