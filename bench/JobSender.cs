using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Muster.Bench;

/// <summary>Sends jobs to a silo over HTTP, from one client, with as many connections as calls in flight.</summary>
internal sealed class JobSender(Uri address, int cpu, string duration) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4096, UseProxy = false, UseCookies = false })
    {
        BaseAddress = address, Timeout = TimeSpan.FromSeconds(30),
    };

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private long _number;

    /// <summary>One job, accepted and durable when it returns.</summary>
    public async Task One(string? name = null)
    {
        name ??= Next();
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = Content(Encoding.UTF8.GetBytes(Job(name))) };
        request.Headers.Add("Idempotency-Key", name);
        using var response = await _http.SendAsync(request);
        Figures.Require(response.StatusCode == HttpStatusCode.Created, $"a submission was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>So many jobs in one request.</summary>
    public async Task Batch(int jobs)
    {
        var body = new StringBuilder("{\"items\":[");
        for (var i = 0; i < jobs; i++)
        {
            var name = Next();
            body.Append(i == 0 ? "" : ",").Append("{\"token\":\"").Append(name).Append("\",\"job\":").Append(Job(name)).Append('}');
        }
        using var content = Content(Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
        using var response = await _http.PostAsync(new Uri("v1/jobs:batch", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Figures.Require(response.StatusCode == HttpStatusCode.OK, $"a batch was answered {(int)response.StatusCode}: {text}");
        Figures.Require(text.AsSpan().Count("{\"status\":201,") == jobs, $"not every job of a batch was accepted: {text[..Math.Min(text.Length, 500)]}");
    }

    public void Dispose() => _http.Dispose();

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"s{Interlocked.Increment(ref _number):00000000}");

    private static ByteArrayContent Content(byte[] bytes) => new(bytes) { Headers = { ContentType = Json } };

    private string Job(string name) => $$$$"""
        {"metadata":{"name":"{{{{name}}}}"},"spec":{"podSets":[{"name":"main","count":1,"template":{"metadata":{"annotations":{"simulation.muster.dev/duration":"{{{{duration}}}}"}},"spec":{"containers":[{"name":"main","image":"example.org/train:1","resources":{"requests":{"cpu":"{{{{cpu}}}}"}}}]}}}]}}
        """;
}
