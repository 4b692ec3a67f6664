namespace Muster.Silo;

/// <summary>One series of an instrument: a number, or a histogram.</summary>
/// <param name="labels">As written in the exposition, without braces.</param>
/// <param name="boundaries">Upper bounds of the buckets, growing; null when it is a number.</param>
internal sealed class MetricSeries(string labels, double[]? boundaries)
{
    private readonly Lock _lock = new();
    private readonly long[]? _counts = boundaries is null ? null : new long[boundaries.Length + 1];
    private double _value;

    public string Labels { get; } = labels;

    /// <summary>The scrape that last saw it, for what is observed at scrapes.</summary>
    public long SeenAt { get; set; }

    public void Add(double value)
    {
        lock (_lock)
            _value += value;
    }

    public void Set(double value)
    {
        lock (_lock)
            _value = value;
    }

    public void Record(double value)
    {
        if (double.IsNaN(value))
            return;
        // A value that is a boundary belongs below it.
        var bucket = Array.BinarySearch(boundaries!, value);
        lock (_lock)
        {
            _counts![bucket >= 0 ? bucket : ~bucket]++;
            _value += value;
        }
    }

    /// <summary>The number, or the sum of what was recorded, and the counts of each bucket by itself.</summary>
    public (double Value, long[]? Counts) Read()
    {
        lock (_lock)
            return (_value, (long[]?)_counts?.Clone());
    }
}
