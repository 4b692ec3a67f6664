using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Answers requests from a table, in this process. The last answer to a path is given again and again.</summary>
internal sealed class FakeSilo : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> _answers = [];

    /// <summary>Requests as "METHOD path?query [token] [last event id]".</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string LastBody { get; private set; } = "";

    public string LastIfMatch { get; private set; } = "";

    public string LastAuthorization { get; private set; } = "";

    public FakeSilo On(string request, Func<HttpResponseMessage> answer)
    {
        if (!_answers.TryGetValue(request, out var queue))
            _answers[request] = queue = new();
        queue.Enqueue(answer);
        return this;
    }

    public FakeSilo On<T>(string request, T value, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK) =>
        On(request, () => new HttpResponseMessage(status) { Content = new StringContent(JsonSerializer.Serialize(value, type), Encoding.UTF8, "application/json") });

    public FakeSilo On(string request, MusterException error) => On(request, () =>
    {
        var problem = Problem.Of(error);
        return new HttpResponseMessage((HttpStatusCode)problem.Status)
        {
            Content = new StringContent(JsonSerializer.Serialize(problem, ApiJson.Default.Problem), Encoding.UTF8, Problem.MediaType),
        };
    });

    public FakeSilo OnChanges(string request, params JobChange[] changes)
    {
        var text = ": keep-alive\n\n" + string.Concat(changes.Select(c => $"id: {c.Sequence}\nevent: change\ndata: {JsonSerializer.Serialize(c, MusterJson.Default.JobChange)}\n\n"));
        return On(request, () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "text/event-stream") });
    }

    public FakeSilo Refusing(string request) => On(request, () => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        LastBody = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        (LastIfMatch, LastAuthorization) = (request.Headers.IfMatch.ToString(), request.Headers.Authorization?.ToString() ?? "");
        Requests.Enqueue(key + Header(request, "Idempotency-Key") + Header(request, "Last-Event-ID"));
        if (!_answers.TryGetValue(key, out var queue))
            throw new InvalidOperationException($"no answer is prepared for: {key}");
        var response = (queue.Count > 1 ? queue.Dequeue() : queue.Peek())();
        response.RequestMessage = request;
        return response;
    }

    private static string Header(HttpRequestMessage request, string name) => request.Headers.TryGetValues(name, out var values) ? $" {values.Single()}" : "";
}
