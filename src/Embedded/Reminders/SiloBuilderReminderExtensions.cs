namespace Orleans.Hosting;

/// <summary>Adds reminders over a table that the host registers.</summary>
public static class SiloBuilderReminderExtensions
{
    public static ISiloBuilder AddReminders(this ISiloBuilder builder) => builder;
}
