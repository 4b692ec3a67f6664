using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Client;

/// <summary>A request, which can be sent any number of times.</summary>
internal sealed record ApiRequest(HttpMethod Method, string Path, Effect Effect, CallSubject Subject)
{
    public const string TokenHeader = "Idempotency-Key";

    private byte[]? Body { get; init; }

    /// <summary>The submission token; empty for none.</summary>
    public string Token { get; init; } = "";

    public long? IfVersion { get; init; }

    public string Accept { get; init; } = "";

    public long? LastEvent { get; init; }

    public CallOptions? Options { get; init; }

    public static ApiRequest Get(string path, CallSubject? subject = null) => new(HttpMethod.Get, path, Effect.Read, subject ?? CallSubject.None);

    public static ApiRequest Post(string path, CallSubject subject) => new(HttpMethod.Post, path, Effect.Repeatable, subject);

    /// <summary>A change that may be bound to a version: whether it took place cannot be told by sending it again, then.</summary>
    public static ApiRequest Write(HttpMethod method, string path, CallSubject subject, WriteOptions? options) =>
        new(method, path, options?.IfVersion is null ? Effect.Repeatable : Effect.Once, subject) { IfVersion = options?.IfVersion, Options = options };

    public ApiRequest WithBody(byte[] json) => this with { Body = json };

    public ApiRequest WithBody<T>(T value, JsonTypeInfo<T> type) => this with { Body = JsonSerializer.SerializeToUtf8Bytes(value, type) };

    public HttpRequestMessage ToMessage(string? credential)
    {
        var message = new HttpRequestMessage(Method, Path);
        if (Body is not null)
            message.Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (Token.Length > 0)
            message.Headers.Add(TokenHeader, Token);
        if (IfVersion is { } version)
            message.Headers.IfMatch.Add(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{version}\"")));
        if (Accept.Length > 0)
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Accept));
        if (LastEvent is { } last)
            message.Headers.Add("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture));
        if (credential is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        return message;
    }
}
