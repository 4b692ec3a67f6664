namespace Orleans.Hosting;

/// <summary>Adds reminders that live as long as the cluster.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) => builder.AddReminders();
}
