using System.Net;

namespace Muster.Kubernetes.Tests;

/// <summary>The fake as a stage.</summary>
internal sealed class FakeStage : IStage
{
    private readonly PlainApiServer _server;
    private readonly PlainApiServer _admin;

    private FakeStage(FakeApiServer fake) => (Fake, _server, _admin) = (fake, new PlainApiServer(fake.Access), new PlainApiServer(fake.Admin));

    public FakeApiServer Fake { get; }

    public IApiServer Server => _server;

    public HttpClient Admin => _admin.Client;

    public static async Task<FakeStage> StartAsync() => new(await FakeApiServer.StartAsync());

    public void Cut() => Fake.CutWatches();

    public void Block()
    {
        Fake.Faults.RefuseWatches = (int.MaxValue, HttpStatusCode.ServiceUnavailable);
        Fake.CutWatches();
    }

    public void Unblock() => Fake.Faults.RefuseWatches = (0, default);

    public void BlackHole() => Fake.FreezeWatches();

    public Task CompactAsync()
    {
        Fake.Store.Compact();
        return Task.CompletedTask;
    }

    public Task RestartAsync()
    {
        (Fake.Faults.RefuseWatches, Fake.Faults.RefuseLists) = ((3, HttpStatusCode.ServiceUnavailable), (3, HttpStatusCode.InternalServerError));
        Fake.CutWatches();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        _admin.Dispose();
        await Fake.DisposeAsync();
    }
}
