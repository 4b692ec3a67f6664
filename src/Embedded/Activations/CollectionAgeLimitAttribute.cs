using System.Globalization;

namespace Orleans;

/// <summary>How long an activation of the grain may be idle before it is collected.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private TimeSpan age;

    public CollectionAgeLimitAttribute() { }

    public CollectionAgeLimitAttribute(string inactivityPeriod) =>
        age = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    public bool AlwaysActive { get; set; }

    public double Days { get => age.TotalDays; set => age += TimeSpan.FromDays(value); }

    public double Hours { get => age.TotalHours; set => age += TimeSpan.FromHours(value); }

    public double Minutes { get => age.TotalMinutes; set => age += TimeSpan.FromMinutes(value); }

    public TimeSpan AgeLimit => AlwaysActive ? TimeSpan.MaxValue : age < MinAgeLimit ? MinAgeLimit : age;
}
