namespace Orleans.Hosting;

/// <summary>The limits of reminders.</summary>
public sealed class ReminderOptions
{
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
