namespace Muster.Kubernetes;

/// <summary>How long to wait before a request is sent again.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="tries">Tries that have failed, from 1.</param>
    /// <param name="asked">What the server asks for; never less is waited.</param>
    /// <param name="chance">From 0 to 1: lengthens the pause by up to half, so that those who were sent away together do not come back together.</param>
    public static TimeSpan Next(int tries, TimeSpan? asked, double chance)
    {
        var own = First * Math.Pow(2, Math.Clamp(tries - 1, 0, 16));
        var least = asked is { } time && time > own ? time : own;
        return (least < Longest ? least : Longest) * (1 + chance / 2);
    }
}
