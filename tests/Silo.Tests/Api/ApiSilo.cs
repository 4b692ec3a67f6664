using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Silo.Tests;

[assembly: AssemblyFixture(typeof(ApiSilo))]

namespace Muster.Silo.Tests;

/// <summary>One silo with its HTTP API on a free port, for the tests of the API.</summary>
public sealed class ApiSilo : IAsyncLifetime
{
    /// <summary>Watches that may be open at a time.</summary>
    public const int MaxWatches = 8;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-api-");
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = MusterHost.Build(
        [
            "--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_directory.FullName}", $"--Muster:Limits:MaxWatches={MaxWatches}",
            // All tests are one caller here; what one may send is tested with silos of its own.
            "--Muster:Limits:RequestsPerSecond=1000000", "--Muster:Limits:Burst=1000000",
            "--Muster:Simulation:Clusters:0:Name=east",
            "--Muster:Simulation:Clusters:0:NodeGroups:0:NamePrefix=east-",
            "--Muster:Simulation:Clusters:0:NodeGroups:0:Count=4",
            "--Muster:Simulation:Clusters:0:NodeGroups:0:Allocatable:cpu=64",
            "--Muster:Simulation:Clusters:0:NodeGroups:0:Allocatable:memory=256Gi",
            "--Muster:Simulation:Timings:GracePeriod=00:00:00.050",
            "--Muster:MemberClusters:HeartbeatInterval=00:00:00.050",
        ], static builder => builder.Logging.ClearProviders());
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
        // What the planner knows no node of cannot be judged: the first job's end shows that it does.
        var probe = await (await SubmitAsync(Job("probe", duration: "10ms"))).Content.ReadFromJsonAsync(MusterJson.Default.Job);
        await EndAsync(probe!.Metadata.Name);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>A job as its owner writes it.</summary>
    public static string Job(string name, int pods = 1, string cpu = "1", string duration = "50ms", string queue = "default", string ns = "default") => $$"""
        {
          "metadata": { "namespace": "{{ns}}", "name": "{{name}}" },
          "spec": { "queue": "{{queue}}", "podSets": [ { "count": {{pods}}, "template": {
            "metadata": { "annotations": { "simulation.muster.dev/duration": "{{duration}}" } },
            "spec": { "containers": [ { "name": "main", "image": "busybox", "resources": { "requests": { "cpu": "{{cpu}}" } } } ] } } } ] }
        }
        """;

    public static string NewName() => "job-" + Guid.NewGuid().ToString("N")[..12];

    public Task<HttpResponseMessage> SubmitAsync(string job, string? token = "") =>
        PostAsync("v1/jobs", new StringContent(job, System.Text.Encoding.UTF8, "application/json"), token?.Length == 0 ? Guid.NewGuid().ToString() : token);

    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent? content, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (token is not null)
            request.Headers.Add("Idempotency-Key", token);
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for a job's end.</summary>
    public Task<JobState> EndAsync(string name, string ns = "default") => UntilAsync(name, JobStateMachine.IsFinal, ns);

    public Task<JobState> UntilAsync(string name, Func<JobState, bool> accept, string ns = "default") => UntilAsync(Http, name, accept, ns);

    public static async Task<JobState> UntilAsync(HttpClient http, string name, Func<JobState, bool> accept, string ns = "default")
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var job = await http.GetFromJsonAsync($"v1/namespaces/{ns}/jobs/{name}", MusterJson.Default.Job);
            if (accept(job!.Status!.State))
                return job.Status.State;
            if (TimeProvider.System.GetElapsedTime(begin) > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"Job {name} is {job.Status.State} still: {job.Status.Reason?.Message}");
            await Task.Delay(10);
        }
    }

    /// <summary>The body of an error, checked for what every one has.</summary>
    public static async Task<Problem> ProblemAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"expected {status} {code}, got {(int)response.StatusCode}: {text}");
        Assert.Equal(Problem.MediaType, response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize(text, ApiJson.Default.Problem)!;
        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.NotEmpty(problem.Title);
        Assert.NotEmpty(problem.Detail);
        Assert.Equal(status is 429 or 503, response.Headers.RetryAfter is not null);
        return problem;
    }
}
