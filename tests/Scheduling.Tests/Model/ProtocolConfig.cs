using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>
/// How large a world the checker explores. Every gang wants the whole of every participant, so that one alone may commit.
/// </summary>
/// <param name="Participants">Nodes.</param>
/// <param name="Gangs">Jobs.</param>
/// <param name="Tokens">Activations of each node; none of them ever dies.</param>
/// <param name="Epochs">Coordinators of each job; none of them ever dies.</param>
/// <param name="Tries">Attempts of each coordinator.</param>
/// <param name="Suspends">Whether the first gang may be suspended once, at any moment, and resumed.</param>
internal sealed record ProtocolConfig(int Participants, int Gangs, int Tokens, int Epochs, int Tries, bool Suspends = false)
{
    /// <summary>Attempts of a gang, numbered from 1.</summary>
    public int Attempts => Epochs * Tries;

    public int EpochOf(int attempt) => (attempt - 1) / Tries + 1;

    public int NumberOf(int epoch, int @try) => (epoch - 1) * Tries + @try;

    public Attempt AttemptOf(int attempt) => attempt == 0 ? Attempt.None : Attempt.Of(EpochOf(attempt), (attempt - 1) % Tries + 1);

    public int NumberOf(Attempt attempt) => attempt == Attempt.None ? 0 : NumberOf((int)attempt.Epoch, attempt.Try);
}
