namespace Muster.Grains;

/// <summary>Keeps what goes wrong again and again from filling the log: news when it changes, and then once a minute.</summary>
internal sealed class Seldom(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private string? _last;
    private long _lastAt;

    public bool IsNews(string problem)
    {
        if (problem == _last && time.GetElapsedTime(_lastAt) < Interval)
            return false;
        (_last, _lastAt) = (problem, time.GetTimestamp());
        return true;
    }
}
