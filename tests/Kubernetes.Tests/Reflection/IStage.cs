namespace Muster.Kubernetes.Tests;

/// <summary>An API server, a fake or a real one, with what may be done to it.</summary>
internal interface IStage : IAsyncDisposable
{
    /// <summary>For the reflector; what is done to connections is done to its own.</summary>
    IApiServer Server { get; }

    /// <summary>For the test; nothing is ever done to it.</summary>
    HttpClient Admin { get; }

    /// <summary>Breaks all connections.</summary>
    void Cut();

    /// <summary>From now until <see cref="Unblock"/>, no connection is made.</summary>
    void Block();

    void Unblock();

    /// <summary>Connections stay and nothing comes any more, until <see cref="Unblock"/>.</summary>
    void BlackHole();

    /// <summary>Forgets the history.</summary>
    Task CompactAsync();

    /// <summary>Kills the server and starts it again.</summary>
    Task RestartAsync();
}
