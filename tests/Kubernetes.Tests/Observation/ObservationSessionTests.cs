using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ObservationSessionTests
{
    [Fact]
    public async Task Session_BegunInATurnOfAGrain_ReadsTheClusterOutsideOfIt()
    {
        var turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var server = new SchedulerNotes();
        await Task.Factory.StartNew(() => ListAsync(server), TestContext.Current.CancellationToken, TaskCreationOptions.None, turns).Unwrap();
        Assert.NotEmpty(server.Seen);
        Assert.DoesNotContain(turns, server.Seen);
    }

    private static async Task ListAsync(IApiServer server)
    {
        await using var session = new ObservationSession(server, new GatewayOptions { Origin = "muster" }, TimeProvider.System, NullLogger.Instance);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => session.RelistAsync(TestContext.Current.CancellationToken));
    }

    private sealed class SchedulerNotes : IApiServer
    {
        public ConcurrentBag<TaskScheduler> Seen { get; } = [];

        public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => Note<T>();

        public Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken) => Note<Stream>();

        public Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) => Note<T>();

        public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) => Note<T>();

        public Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken) => Note<bool>();

        private Task<T> Note<T>()
        {
            Seen.Add(TaskScheduler.Current);
            throw new ClusterUnreachableException("It does not answer (scripted).");
        }
    }
}
