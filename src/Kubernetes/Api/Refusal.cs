using System.Net;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>An answer that is not the one hoped for: what to throw, and how long the server asks to wait.</summary>
internal sealed record Refusal(HttpStatusCode Status, Exception Error, TimeSpan? RetryAfter)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads an answer that is no success. Of its body only the beginning is read.</summary>
    public static async Task<Refusal> ReadAsync(HttpResponseMessage response, ClusterAccess access, TimeProvider clock, CancellationToken cancellationToken)
    {
        var status = await ReadStatusAsync(response, cancellationToken);
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return new Refusal(response.StatusCode, ToException(response.StatusCode, status, access), after);
    }

    private static Exception ToException(HttpStatusCode code, ApiStatus? status, ClusterAccess access)
    {
        var sentence = ErrorText.Sentence(status?.Message, access);
        var said = sentence.Length > 0 ? sentence : "it gave no reason";
        return (int)code switch
        {
            401 => new ClusterUnauthorizedException($"{access.Server} does not accept the credential (401: {said}); renew the token or certificate in the cluster's kubeconfig."),
            >= 500 => new ClusterUnreachableException($"{access.Server} answered {(int)code}: {said}"),
            >= 400 => new ApiException(code, ErrorText.Word(status?.Reason), said, ErrorText.Word(status?.Details?.Causes is [{ } cause, ..] ? cause.Reason : null)),
            >= 300 => new ApiException(code, "Redirect", $"{access.Server} answered {(int)code}; redirects are not followed, so name the API server's own address in the kubeconfig"),
            _ => new ClusterUnreachableException($"{access.Server} answered {(int)code}, which is no answer to that"),
        };
    }

    // Whatever is in front of an API server may answer with a page of its own; then its status must do.
    private static async Task<ApiStatus?> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = new BoundedReadStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxBytes);
            return await JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.ApiStatus, cancellationToken);
        }
        catch (Exception error) when (error is JsonException or IOException or HttpRequestException)
        {
            return null;
        }
    }
}
