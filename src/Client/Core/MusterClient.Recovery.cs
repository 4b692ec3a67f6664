using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public Task<RecoveryReport> GetRecoveryAsync(CancellationToken cancellationToken = default) =>
        GetAsync<RecoveryReport>("v1/recovery", CallSubject.None, cancellationToken);

    /// <inheritdoc/>
    public Task<RecoveryReport> RecoverAsync(bool dryRun, IEnumerable<string>? without = null, CancellationToken cancellationToken = default) =>
        SendAsync<RecoveryReport>(ApiRequest.Post(
            new QueryText("v1/recovery").Add("dryRun", dryRun ? "true" : "false").Add("without", string.Join(',', without ?? [])).ToString(), CallSubject.None), cancellationToken);
}
