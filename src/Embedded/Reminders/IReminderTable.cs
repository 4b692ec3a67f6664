namespace Orleans;

/// <summary>Keeps the reminders; one that writes to disk makes them outlive the process.</summary>
public interface IReminderTable
{
    Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    Task<ReminderTableData> ReadRows(GrainId grainId);
    Task<ReminderTableData> ReadRows(uint begin, uint end);
    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);
    Task<string?> UpsertRow(ReminderEntry entry);
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);
    Task TestOnlyClearTable();
    Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
