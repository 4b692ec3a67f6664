using Muster.ControlPlane;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>Silos on one Redis, each with ports and a directory that it keeps when it is killed and started again.</summary>
internal sealed class SiloSet(RedisServer redis, string directory, params IEnumerable<string> settings) : IDisposable
{
    private const int MaxOutput = 4_000;

    private readonly List<(string Data, int Port, string[] Settings)> _own = [];
    private readonly List<SiloProcess> _silos = [];
    private readonly List<int> _ports = [];

    /// <summary>Clocks of the first of them; the others go by the machine's.</summary>
    public IReadOnlyList<SiloClock> Clocks { get; init; } = [];

    public int Count => _silos.Count;

    public SiloProcess this[int index] => _silos[index];

    /// <summary>Where each keeps its files.</summary>
    public IEnumerable<string> Directories => _own.Select(static s => s.Data);

    /// <summary>Starts one more.</summary>
    /// <param name="ownSettings">Settings that it has alone; they replace the others'.</param>
    public async Task AddAsync(params IEnumerable<string> ownSettings)
    {
        var name = $"silo-{_own.Count}";
        _own.Add((Path.Combine(directory, name), Take(),
        [
            .. settings, "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={redis.Endpoint}", $"--Muster:Cluster:Redis={redis.Endpoint}",
            "--Muster:Cluster:AdvertisedAddress=127.0.0.1", $"--Muster:Cluster:Name={name}",
            $"--Muster:Cluster:SiloPort={Take()}", $"--Muster:Cluster:GatewayPort={Take()}", .. ownSettings,
        ]));
        _silos.Add(await ServeAsync(_own.Count - 1));
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(int index) => _silos[index].KillAsync();

    /// <summary>Starts one that was killed or has ended, where it was.</summary>
    public async Task RestartAsync(int index)
    {
        _silos[index].Dispose();
        _silos[index] = await ServeAsync(index);
    }

    /// <summary>Starts one that was killed, or has ended, where it was, and does not wait for it.</summary>
    public void Start(int index)
    {
        _silos[index].Dispose();
        var (data, port, settings) = _own[index];
        _silos[index] = SiloProcess.Start(data, port, settings, Clocks.ElementAtOrDefault(index));
    }

    /// <summary>Starts one that was killed at other addresses, as a new pod has, and does not wait for it.</summary>
    public void Move(int index)
    {
        var (data, _, settings) = _own[index];
        _own[index] = (data, Take(), [.. settings, $"--Muster:Cluster:SiloPort={Take()}", $"--Muster:Cluster:GatewayPort={Take()}"]);
        Start(index);
    }

    /// <summary>Starts those that have ended; returns how many.</summary>
    public async Task<int> RestartEndedAsync()
    {
        var ended = Enumerable.Range(0, Count).Where(i => _silos[i].HasExited).ToList();
        foreach (var index in ended)
            await RestartAsync(index);
        return ended.Count;
    }

    /// <summary>Ends some as an operator does, or all when none is named, and starts them where they were; returns when they live.</summary>
    public async Task StartAnewAsync(params int[] indexes)
    {
        var chosen = indexes is [] ? Enumerable.Range(0, Count) : indexes;
        await Task.WhenAll(chosen.Where(i => !_silos[i].HasExited).Select(async i =>
        {
            await _silos[i].SignalAsync("TERM");
            Assert.Equal(0, await _silos[i].ExitAsync());
        }));
        await Task.WhenAll(chosen.Select(async i =>
        {
            Start(i);
            await _silos[i].AnswersAsync("healthz/live");
        }));
    }

    /// <summary>What they said last.</summary>
    public string Outputs() => string.Concat(_silos.Select(static (s, i) => $"\n--- silo {i}\n{Tail(s.Output)}"));

    public void Dispose()
    {
        _silos.ForEach(static s => s.Dispose());
        _ports.ForEach(Ports.Return);
    }

    private Task<SiloProcess> ServeAsync(int index) => SiloProcess.ServeAsync(_own[index].Data, _own[index].Port, _own[index].Settings, Clocks.ElementAtOrDefault(index));

    private static string Tail(string output) => output[Math.Max(0, output.Length - MaxOutput)..];

    private int Take()
    {
        _ports.Add(Ports.Take());
        return _ports[^1];
    }
}
