using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain's own reminders.</summary>
public static class GrainReminderExtensions
{
    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) => throw new NotImplementedException();

    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => throw new NotImplementedException();

    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) => throw new NotImplementedException();

    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => throw new NotImplementedException();
}
