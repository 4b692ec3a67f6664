using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests;

public interface IReminderGrain : IGrainWithStringKey
{
    Task Register(string name, TimeSpan dueTime, TimeSpan period);

    Task<bool> Unregister(string name);

    Task<string> All();
}

public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    public Task Register(string name, TimeSpan dueTime, TimeSpan period) =>
        this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task<bool> Unregister(string name)
    {
        if (await this.GetReminder(name) is not { } reminder)
        {
            return false;
        }

        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<string> All() => string.Join(' ', (await this.GetReminders()).Select(r => r.ReminderName).Order());

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var key = this.GetPrimaryKeyString();
        Signals.Note(key, reminderName);
        Signals.Set($"{key} {reminderName} {Signals.Notes(key).Length}", status.Period.ToString());
        return Task.CompletedTask;
    }
}

public sealed class ReminderTests(SharedCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private readonly string key = Signals.NewKey();

    private IReminderGrain Grain => cluster.Client.GetGrain<IReminderGrain>(key);

    [Fact]
    public async Task Reminder_ThatIsRegistered_TicksAgainAndAgain()
    {
        await Grain.Register("tick", TimeSpan.Zero, Soon);
        Assert.Equal(Soon.ToString(), await Signals.WaitAsync($"{key} tick 1"));
        await Signals.WaitAsync($"{key} tick 2");
        Assert.True(await Grain.Unregister("tick"));
    }

    [Fact]
    public async Task Reminders_OfAGrain_AreListedUntilUnregistered()
    {
        await Grain.Register("one", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await Grain.Register("two", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        Assert.Equal("one two", await Grain.All());
        Assert.True(await Grain.Unregister("one"));
        Assert.False(await Grain.Unregister("one"));
        Assert.Equal("two", await Grain.All());
    }

    [Fact]
    public async Task Reminder_WithAShorterPeriodThanAllowed_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => Grain.Register("hasty", TimeSpan.Zero, TimeSpan.FromMilliseconds(1)));

    [Fact]
    public async Task Reminder_AfterARestartOfItsSilo_TicksOn()
    {
        var table = new Table();
        await using var own = new InProcessTestClusterBuilder(1)
            .ConfigureSilo((_, silo) => silo
                .AddReminders()
                .Configure<ReminderOptions>(o => o.MinimumReminderPeriod = Soon)
                .ConfigureServices(services => services.AddSingleton<IReminderTable>(table)))
            .Build();
        await own.DeployAsync();
        await own.Client.GetGrain<IReminderGrain>(key).Register("survivor", TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await Signals.WaitAsync($"{key} survivor 1");
        await own.RestartSiloAsync(own.Silos[0]);
        var ticks = Signals.Notes(key).Length;
        await Signals.WaitAsync($"{key} survivor {ticks + 1}");
    }

    /// <summary>A table that outlives the silo, as one on disk would.</summary>
    private sealed class Table : IReminderTable
    {
        private readonly ConcurrentDictionary<(GrainId, string), ReminderEntry> rows = new();

        public Task<ReminderTableData> ReadRows(GrainId grainId) =>
            Task.FromResult(new ReminderTableData(rows.Values.Where(r => r.GrainId == grainId)));

        public Task<ReminderTableData> ReadRows(uint begin, uint end) =>
            Task.FromResult(new ReminderTableData(rows.Values.Where(r => begin < end
                ? r.GrainId.GetUniformHashCode() > begin && r.GrainId.GetUniformHashCode() <= end
                : r.GrainId.GetUniformHashCode() > begin || r.GrainId.GetUniformHashCode() <= end)));

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
            Task.FromResult(rows.GetValueOrDefault((grainId, reminderName)));

        public Task<string?> UpsertRow(ReminderEntry entry)
        {
            entry.ETag = Signals.NewKey();
            rows[(entry.GrainId, entry.ReminderName)] = entry;
            return Task.FromResult<string?>(entry.ETag);
        }

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
            Task.FromResult(rows.TryRemove((grainId, reminderName), out _));

        public Task TestOnlyClearTable()
        {
            rows.Clear();
            return Task.CompletedTask;
        }
    }
}
