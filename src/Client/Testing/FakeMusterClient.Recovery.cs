using Muster.Contracts;

namespace Muster.Client.Testing;

/// <content>Recovery: a fake never loses anything.</content>
public sealed partial class FakeMusterClient
{
    private RecoveryReport _recovery = new();

    /// <inheritdoc/>
    public Task<RecoveryReport> GetRecoveryAsync(CancellationToken cancellationToken = default) => Answer(static fake => fake._recovery, cancellationToken);

    /// <inheritdoc/>
    public Task<RecoveryReport> RecoverAsync(bool dryRun, IEnumerable<string>? without = null, CancellationToken cancellationToken = default) => Answer(fake =>
    {
        var left = without?.ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var name in left)
            _ = fake.FindCluster(name);
        return fake._recovery = new RecoveryReport
        {
            State = dryRun ? RecoveryState.Planned : RecoveryState.Done,
            Clusters = [.. fake._clusters.Keys.Select(name => new RecoveryCluster { Name = name, LeftOut = left.Contains(name) })],
        };
    }, cancellationToken);
}
