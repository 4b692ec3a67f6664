using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Muster.Silo.Tests;

[assembly: AssemblyFixture(typeof(TokenSilo))]

namespace Muster.Silo.Tests;

/// <summary>One silo that asks for tokens: two teams with a queue each, and a token for every role.</summary>
public sealed class TokenSilo : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-tokens-");
    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>The silo itself.</summary>
    public WebApplication App { get; private set; } = null!;

    public string TokenFile => Path.Combine(_directory.FullName, "tokens.json");

    public string Audit => Path.Combine(_directory.FullName, "audit");

    public async ValueTask InitializeAsync()
    {
        Add("root", Role.Admin, []);
        Add("oper", Role.Operator, []);
        Add("view", Role.Viewer, []);
        Add("blue", Role.Manage, ["blue"]);
        Add("red", Role.Manage, ["red"]);
        Add("red-submit", Role.Submit, ["red"]);
        Add("all-teams", Role.Manage, ["teams"]);
        Add("red-of-space", Role.Manage, ["red"], "space");
        Add("old", Role.Admin, [], lifetime: TimeSpan.FromSeconds(-1));
        App = MusterHost.Build(
        [
            "--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_directory.FullName}", "--Muster:Limits:WatchesPerCaller=2",
            // Laid over the queues of appsettings.json, which keep their quotas.
            "--Muster:Queues:1:Name=teams", "--Muster:Queues:2:Name=red", "--Muster:Queues:2:Parent=teams",
            "--Muster:Queues:3:Name=blue", "--Muster:Queues:3:Parent=teams",
            "--Muster:Simulation:Clusters:0:Name=east", "--Muster:Simulation:Clusters:0:NodeGroups:0:NamePrefix=east-",
            "--Muster:Simulation:Clusters:0:NodeGroups:0:Count=2", "--Muster:Simulation:Clusters:0:NodeGroups:0:Allocatable:cpu=4",
            "--Muster:Simulation:Timings:GracePeriod=00:00:00.050", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.050",
        ], static builder => builder.Logging.ClearProviders());
        await App.StartAsync();
        // What the planner knows no node of cannot be judged: the first job's end shows that it does.
        using var root = As("root");
        var probe = ApiSilo.NewName();
        using var submitted = await SubmitAsync(root, ApiSilo.Job(probe, duration: "10ms", queue: "blue"));
        Assert.Equal(201, (int)submitted.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>A client with the credential of a token; without one for null.</summary>
    public HttpClient As(string? name) => With(name is null ? null : $"Bearer {_tokens[name]}");

    public HttpClient With(string? authorization)
    {
        var http = new HttpClient { BaseAddress = new Uri(App.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
        if (authorization is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        return http;
    }

    /// <summary>The secret that was made for a name.</summary>
    public string Token(string name) => _tokens[name];

    internal void Add(string name, Role role, string[] queues, string? ns = null, TimeSpan? lifetime = null)
    {
        var (token, id, hash) = TokenText.Create();
        var now = TimeProvider.System.GetUtcNow();
        var record = new TokenRecord(name, id, hash, TokenDesk.Grants(role, queues, ns is null ? [] : [ns]), now, now + (lifetime ?? TimeSpan.FromHours(1)));
        Silo.TokenFile.Change(TokenFile, list => TokenDesk.Add(list, record, now));
        _tokens[name] = token;
    }

    internal void Revoke(string name) => Silo.TokenFile.Change(TokenFile, list => TokenDesk.Remove(list, name));

    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient http, string job, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = new StringContent(job, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request as somebody, and returns the answer with its text.</summary>
    public async Task<(int Status, string Text)> AskAsync(string? name, string method, string path)
    {
        using var http = As(name);
        while (true)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            // The strangers of all tests share one small allowance of requests.
            if (name is not null || response.StatusCode != HttpStatusCode.TooManyRequests)
                return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        }
    }
}
