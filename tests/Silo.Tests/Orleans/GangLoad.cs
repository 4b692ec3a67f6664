using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Gangs that come in, at a steady pace, to one silo after the other; what is not answered is sent again to the next.</summary>
internal sealed class GangLoad(SiloSet silos) : IDisposable
{
    public const int Pods = 3;

    /// <summary>What each gang is charged with.</summary>
    public static readonly ResourceVector Charge = ResourceVector.Of((ResourceNames.Cpu, 1000 * Pods));

    private const int MaxUnderWay = 32;
    private const int OneInNarrow = 4;
    private const int OneTwice = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<int, Acceptance> _accepted = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private int _next;

    /// <summary>The gangs that were accepted.</summary>
    public ImmutableArray<Acceptance> Accepted => [.. _accepted.Values.OrderBy(static a => a.At)];

    public HttpClient Http => _http;

    /// <summary>How long each pod runs.</summary>
    public string Duration { get; set; } = "500ms";

    /// <summary>
    /// Sends gangs until there were enough or it is told to stop; returns when each that was sent is accepted, or its sending was given up.
    /// </summary>
    public async Task SubmitAsync(int count, TimeSpan between, CancellationToken stop = default, CancellationToken giveUp = default)
    {
        using var timer = new PeriodicTimer(between);
        using var places = new SemaphoreSlim(MaxUnderWay);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(giveUp, TestContext.Current.CancellationToken);
        abandon.CancelAfter(Patience);
        var sent = new List<Task>();
        for (var i = 0; i < count && !stop.IsCancellationRequested && !giveUp.IsCancellationRequested; i++)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await places.WaitAsync(TestContext.Current.CancellationToken);
            sent.Add(SendGangAsync(_next++, places, abandon.Token));
        }
        await Task.WhenAll(sent);
        if (abandon.IsCancellationRequested && !giveUp.IsCancellationRequested)
            Assert.Fail($"not all gangs were accepted within {Patience}{silos.Outputs()}");
    }

    /// <summary>Waits until every accepted gang has ended.</summary>
    public async Task EndAsync()
    {
        var turn = 0;
        await Poll.UntilAsync(async () =>
        {
            var found = await TryFindAsync(silos[turn++ % silos.Count]);
            string[] waiting = [.. _accepted.Values.Where(a => found?.GetValueOrDefault(a.Job)?.Status!.State.IsFinal() != true)
                .Select(a => $"{a.Job} is {found?.GetValueOrDefault(a.Job)?.Status!.State.ToString() ?? "not found"}")];
            return waiting.Length == 0 ? null : $"{waiting.Length} of {_accepted.Count} gangs have not ended: {string.Join(", ", waiting.Take(20))}";
        }, Patience, silos.Outputs);
    }

    /// <summary>Every job that a silo lists.</summary>
    public static async Task<ImmutableDictionary<JobId, Job>> FindAsync(SiloProcess silo)
    {
        using var client = silo.Client();
        var found = ImmutableDictionary.CreateBuilder<JobId, Job>();
        await foreach (var job in client.ListJobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            found[job.Id] = job;
        return found.ToImmutable();
    }

    private static async Task<ImmutableDictionary<JobId, Job>?> TryFindAsync(SiloProcess silo)
    {
        try
        {
            return await FindAsync(silo);
        }
        catch (Exception problem) when (problem is MusterException or HttpRequestException or TimeoutException or OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Sends a gang that was accepted once more, and then another job with its token.</summary>
    public async Task<Resubmission> ResubmitAsync(SiloProcess silo, Acceptance accepted)
    {
        var number = int.Parse(accepted.Token["gang-".Length..], System.Globalization.CultureInfo.InvariantCulture);
        using var same = Answered(await SendAsync(silo, accepted.Token, Body(number)));
        var uid = same.IsSuccessStatusCode ? (await same.Content.ReadFromJsonAsync(MusterJson.Default.Job))!.Metadata.Uid : null;
        using var other = Answered(await SendAsync(silo, accepted.Token, Body(number).Replace("busybox", "another", StringComparison.Ordinal)));
        return new(accepted.Job, uid, (int)other.StatusCode);
    }

    /// <summary>Sends a job once.</summary>
    public async Task<HttpResponseMessage> SendAsync(SiloProcess silo, string token, string body, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(silo.Address, "v1/jobs")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", token);
        return await _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task SendGangAsync(int number, SemaphoreSlim places, CancellationToken giveUp)
    {
        try
        {
            var first = SendUntilAcceptedAsync(number, number, giveUp);
            await Task.WhenAll(first, number % OneTwice == 0 ? SendUntilAcceptedAsync(number, number + 1, giveUp) : first);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
        }
        finally
        {
            places.Release();
        }
    }

    private async Task SendUntilAcceptedAsync(int number, int turn, CancellationToken giveUp)
    {
        using var timer = new PeriodicTimer(Pause);
        var (token, tried) = ($"gang-{number}", TimeProvider.System.GetUtcNow());
        for (; ; turn++)
        {
            try
            {
                using var response = await SendAsync(silos[turn % silos.Count], token, Body(number), giveUp);
                if (response.IsSuccessStatusCode)
                {
                    var job = (await response.Content.ReadFromJsonAsync(MusterJson.Default.Job, giveUp))!;
                    var now = TimeProvider.System.GetUtcNow();
                    _accepted.AddOrUpdate(number, new Acceptance(job.Id, token, tried, now, [job.Metadata.Uid]), (_, a) => a with { Uids = a.Uids.Add(job.Metadata.Uid) });
                    return;
                }
                if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                    Assert.Fail($"{token} is answered {response.StatusCode}: {await response.Content.ReadAsStringAsync(giveUp)}{silos.Outputs()}");
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or TaskCanceledException && !giveUp.IsCancellationRequested)
            {
                // Killed, or not there yet.
            }
            await timer.WaitForNextTickAsync(giveUp);
        }
    }

    private static HttpResponseMessage Answered(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests ? throw new HttpRequestException($"it is answered {response.StatusCode}") : response;

    private string Body(int number) =>
        ApiSilo.Job($"gang-{number}", Pods, duration: Duration, queue: number % OneInNarrow == 0 ? Site.NarrowQueue : "default");
}
