using Muster.Contracts;

namespace Muster.Cli;

/// <summary>The colours of states.</summary>
internal static class Tones
{
    public static Cell Of(JobState state) => new(state.ToString(), state switch
    {
        JobState.Running => Tone.Good,
        JobState.Failed => Tone.Bad,
        JobState.Succeeded or JobState.Cancelled => Tone.Faint,
        JobState.Queued or JobState.Suspended => Tone.Waiting,
        _ => Tone.Busy,
    });

    public static Cell Of(ClusterHealth health, Cordon? cordon) => new(
        cordon is null ? health.ToString() : $"{health},Cordoned",
        health != ClusterHealth.Ready ? Tone.Bad : cordon is null ? Tone.Good : Tone.Waiting);
}
