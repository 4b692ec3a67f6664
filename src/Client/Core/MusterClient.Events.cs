using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public IAsyncEnumerable<JobChange> WatchAsync(WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        new ChangeStream(_connection, options ?? new WatchOptions(), EndOfLogAsync).ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ChangePage> GetEventsAsync(EventListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventListOptions();
        var path = new QueryText(ChangeStream.Path).Add("after", options.After).Add("limit", options.Limit)
            .Add("job", options.Job?.ToString()).Add("queue", options.Queue).Add("namespace", options.Namespace);
        return SendAsync<ChangePage>(ApiRequest.Get(path.ToString(), new CallSubject(options.Job ?? default)) with { Options = options }, cancellationToken);
    }

    private async Task<long> EndOfLogAsync(CancellationToken cancellationToken) =>
        (await GetEventsAsync(new EventListOptions { Limit = 1 }, cancellationToken)).End;
}
