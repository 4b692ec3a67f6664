using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.ControlPlane;

/// <summary>What API servers are sent and answer.</summary>
internal static class Reply
{
    private const int MaxText = 500;

    /// <exception cref="HttpRequestException">The answer is a refusal; the message is the server's.</exception>
    public static async Task EnsureAsync(HttpResponseMessage response, CancellationToken cancellationToken, params HttpStatusCode[] alsoGood)
    {
        if (response.IsSuccessStatusCode || alsoGood.Contains(response.StatusCode))
            return;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new HttpRequestException(
            $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery}: {(int)response.StatusCode} {text[..Math.Min(text.Length, MaxText)]}",
            null, response.StatusCode);
    }

    public static StringContent Json(JsonNode body, string type = "application/json") => new(body.ToJsonString(), Encoding.UTF8, type);

    public static async Task<JsonNode> GetAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(path, cancellationToken);
        await EnsureAsync(response, cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) ?? throw new JsonException($"{path}: the answer is null");
    }

    public static async Task SendAsync(
        HttpClient client, HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken, params HttpStatusCode[] alsoGood)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await client.SendAsync(request, cancellationToken);
        await EnsureAsync(response, cancellationToken, alsoGood);
    }
}
