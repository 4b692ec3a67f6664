using System.Globalization;
using System.Net;

namespace Muster.Kubernetes.Tests;

/// <summary>Random histories under random faults: the end is the server's state, and nothing that was there throughout was ever given up.</summary>
public sealed class ReflectorHistoryTests
{
    private const int Operations = 1000;

    private const int Permanent = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Run_RandomHistory_EndsWithTheServersStateAndNoPhantomDeletion(int seed)
    {
        await using var fake = await FakeApiServer.StartAsync();
        using var server = new PlainApiServer(fake.Access);
        fake.Faults.Bookmarks = TimeSpan.FromMilliseconds(30);
        var permanent = Enumerable.Range(0, Permanent).Select(i => (string)fake.Store.Create("pods", "default", $"permanent-{i}")["metadata"]!["uid"]!).ToHashSet();
        await using var running = new Running(
            server, "/api/v1/pods", Running.Quick with { PageSize = 7, Idle = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromMilliseconds(40) }, seed: seed);
        await running.HasAsync(() => fake.Store.Revisions("pods"));

        var dice = new Random(seed);
        var faults = new HashSet<int>();
        for (var i = 0; i < Operations; i++)
        {
            Change(fake.Store, dice, i);
            if (dice.Next(10) == 0)
                faults.Add(Fault(fake, dice, faults));
            // So that faults and recoveries lie between changes, not all after them.
            if (dice.Next(5) == 0)
                await Task.Yield();
            if (dice.Next(40) == 0)
            {
                var (lists, watches) = (fake.Lists, fake.Watches);
                await Eventually.TrueAsync("a sign of the reflector", () => fake.Lists > lists || fake.Watches > watches || fake.OpenWatches > 0);
            }
        }
        fake.Faults.Clear();
        await running.HasAsync(() => fake.Store.Revisions("pods"));

        Assert.DoesNotContain(running.Sink.DeletedUids.Keys, permanent.Contains);
        Assert.Equal(Faults, faults.Count);
        Assert.NotEmpty(running.Sink.DeletedUids);
        Assert.True(running.Sink.Syncs > 3, $"only {running.Sink.Syncs} lists");
    }

    private static void Change(FakeStore store, Random dice, int i)
    {
        var name = $"pod-{dice.Next(25)}";
        switch (dice.Next(6))
        {
            case 0:
                store.Delete("pods", "default", name);
                break;
            case 1:
                store.Touch("pods", "default", $"permanent-{dice.Next(Permanent)}", i.ToString(CultureInfo.InvariantCulture));
                break;
            case 2 or 3:
                // Also over one that is there: the same name, another uid.
                store.Create("pods", "default", name);
                break;
            default:
                store.Touch("pods", "default", name, i.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private const int Faults = 13;

    private static int Fault(FakeApiServer fake, Random dice, HashSet<int> before)
    {
        var kind = dice.Next(Faults);
        switch (kind)
        {
            case 0:
                fake.CutWatches();
                break;
            case 1:
                fake.EndWatches();
                break;
            case 2:
                fake.FreezeWatches();
                break;
            case 3 or 4:
                // What has not been sent is lost to the watch.
                fake.Faults.Expiry = (FakeExpiry)dice.Next(4);
                fake.CutWatches();
                fake.Store.Compact();
                break;
            case 5:
                fake.Faults.RefuseLists = (dice.Next(1, 3), HttpStatusCode.InternalServerError);
                break;
            case 6:
                fake.Faults.RefusePages = (dice.Next(1, 4), dice.Next(2) == 0 ? HttpStatusCode.Gone : HttpStatusCode.GatewayTimeout);
                break;
            case 7:
                fake.Faults.RefuseWatches = (dice.Next(1, 7), HttpStatusCode.ServiceUnavailable);
                break;
            case 8:
                fake.Faults.RefuseAll = (dice.Next(1, 5), HttpStatusCode.TooManyRequests);
                break;
            // Once: a server that says twice that there is nothing is believed, as it must be.
            case 9:
                if (!before.Contains(9))
                    fake.Faults.EmptyLists = 1;
                break;
            case 10:
                fake.Faults.BarrenWatches = dice.Next(1, 5);
                break;
            case 11:
                fake.Faults.ListAt = dice.Next(2) == 0 ? null : fake.Store.Revision - dice.Next(50);
                break;
            default:
                fake.Store.Say("pods", dice.Next(2) == 0 ? "{}" : """{"type":"DELETED","object":{"metadata":{"name":"permanent-1","uid":"x","resourceVersion":"1"}}}""");
                break;
        }
        return kind;
    }
}
