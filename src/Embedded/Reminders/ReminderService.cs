using System.Collections.Concurrent;

namespace Orleans.Embedded;

/// <summary>Registers reminders and, on the first silo of the cluster that can, lets them tick.</summary>
internal sealed class ReminderService(Silo silo, IReminderTable table, IOptions<ReminderOptions> options)
{
    private readonly ConcurrentDictionary<(GrainId, string), Clock> clocks = new();

    public async Task StartTickingAsync()
    {
        await table.StartAsync();
        foreach (var entry in (await table.ReadRows(0, 0)).Reminders.OrderBy(r => r.GrainId).ThenBy(r => r.ReminderName, StringComparer.Ordinal))
            Schedule(entry);
    }

    public void StopTicking()
    {
        foreach (var key in clocks.Keys)
            Unschedule(key);
    }

    public async Task<IGrainReminder> RegisterAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
        {
            throw new ArgumentException(
                $"The period {period} of the reminder {name} is shorter than the shortest allowed, {options.Value.MinimumReminderPeriod}.");
        }

        var start = silo.Time.GetUtcNow().UtcDateTime + dueTime;
        var entry = new ReminderEntry { GrainId = grainId, ReminderName = name, StartAt = start, Period = period };
        entry.ETag = await table.UpsertRow(entry);
        silo.Cluster.Reminders?.Schedule(entry);
        return new Reminder(grainId, name, entry.ETag ?? "");
    }

    public async Task UnregisterAsync(Reminder reminder)
    {
        if (!await table.RemoveRow(reminder.GrainId, reminder.ReminderName, reminder.ETag))
            throw new ReminderException($"The reminder {reminder.ReminderName} of {reminder.GrainId} has changed since, or is gone.");

        silo.Cluster.Reminders?.Unschedule((reminder.GrainId, reminder.ReminderName));
    }

    public async Task<IGrainReminder?> GetAsync(GrainId grainId, string name) =>
        await table.ReadRow(grainId, name) is { } entry ? ToReminder(entry) : null;

    public async Task<List<IGrainReminder>> GetAllAsync(GrainId grainId) =>
        [.. (await table.ReadRows(grainId)).Reminders.Select(ToReminder)];

    private static IGrainReminder ToReminder(ReminderEntry entry) => new Reminder(entry.GrainId, entry.ReminderName, entry.ETag ?? "");

    private void Schedule(ReminderEntry entry)
    {
        var key = (entry.GrainId, entry.ReminderName);
        Unschedule(key);
        clocks[key] = new Clock(silo, entry);
    }

    private void Unschedule((GrainId, string) key)
    {
        if (clocks.TryRemove(key, out var clock))
            clock.Dispose();
    }

    internal sealed record Reminder(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;

    /// <summary>Lets one reminder tick at its start and at whole periods after it.</summary>
    private sealed class Clock : IDisposable
    {
        private readonly Silo silo;
        private readonly ReminderEntry entry;
        private readonly ITimer timer;

        public Clock(Silo silo, ReminderEntry entry)
        {
            (this.silo, this.entry) = (silo, entry);
            using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            timer = silo.Time.CreateTimer(static me => _ = ((Clock)me!).TickAsync(), this, UntilNext(), Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => timer.Dispose();

        private TimeSpan UntilNext()
        {
            var since = silo.Time.GetUtcNow().UtcDateTime - entry.StartAt;
            return since <= TimeSpan.Zero ? -since : entry.Period - new TimeSpan(since.Ticks % entry.Period.Ticks);
        }

        private async Task TickAsync()
        {
            try
            {
                var status = new TickStatus(entry.StartAt, entry.Period, silo.Time.GetUtcNow().UtcDateTime);
                await silo.Factory.GetGrain<IRemindable>(entry.GrainId).ReceiveReminder(entry.ReminderName, status);
            }
            catch (Exception e)
            {
                // A reminder that fails ticks again.
                Log.ReminderFailed(silo.Logger, e, entry.ReminderName, entry.GrainId);
            }

            timer.Change(UntilNext(), Timeout.InfiniteTimeSpan);
        }
    }
}
