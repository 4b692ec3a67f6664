using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Ledger.Tests;
using Orleans;
using Orleans.Runtime;

namespace Muster.Silo.Tests;

/// <summary>What silos log when one of them is told to stop: nothing that anybody has to look into.</summary>
[Trait("Category", "Slow")]
public sealed class OrderlyStopTests : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-stop-");
    private readonly List<WebApplication> _silos = [];
    private readonly List<int> _ports = [];
    private readonly ErrorLog _errors = new();
    private RedisServer? _redis;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        _redis?.Dispose();
        _ports.ForEach(ControlPlane.Ports.Return);
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Stop_OfALoneSilo_LogsNoError()
    {
        await StartAsync();
        await _silos[0].StopAsync(Stop);
        _errors.IsEmpty();
    }

    [Fact]
    public async Task Stop_OfOneOfThree_LogsNoErrorOnAnyOfThem()
    {
        _redis = RedisServer.Start();
        for (var i = 0; i < 3; i++)
            await StartAsync(Shared($"silo-{i}", _redis));
        await _silos[1].StopAsync(Stop);
        await Pause.ForAsync(SlowLeave.Time);
        _errors.IsEmpty();
    }

    private IEnumerable<string> Shared(string name, RedisServer redis) =>
    [
        .. Kubeconfigs.Configured(0, "east", _data.FullName),
        "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={redis.Endpoint}", $"--Muster:Cluster:Redis={redis.Endpoint}",
        "--Muster:Cluster:AdvertisedAddress=127.0.0.1", $"--Muster:Cluster:Name={name}", $"--Muster:Cluster:SiloPort={Take()}", $"--Muster:Cluster:GatewayPort={Take()}",
    ];

    private async Task StartAsync(params IEnumerable<string> settings)
    {
        var data = Path.Combine(_data.FullName, $"{_silos.Count}");
        var silo = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={data}", .. settings], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(_errors);
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SlowLeave>();
        });
        _silos.Add(silo);
        silo.OpenStores();
        await silo.StartAsync(Stop);
    }

    private int Take()
    {
        _ports.Add(ControlPlane.Ports.Take());
        return _ports[^1];
    }

    /// <summary>Makes leaving last: the silo has told the others, and its grains are gone.</summary>
    private sealed class SlowLeave : ILifecycleParticipant<ISiloLifecycle>
    {
        // What asks every second does so in it, more than once.
        public static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

        public void Participate(ISiloLifecycle lifecycle) =>
            lifecycle.Subscribe(nameof(SlowLeave), ServiceLifecycleStage.GrainDirectoryShutdown - 1, static _ => Task.CompletedTask, static _ => Pause.ForAsync(Time));
    }

    /// <summary>Keeps what is logged as an error.</summary>
    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public void IsEmpty() => Assert.True(_lines.IsEmpty, string.Join('\n', _lines));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _lines.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
