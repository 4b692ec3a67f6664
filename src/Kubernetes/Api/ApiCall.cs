using System.Net;
using System.Net.Http.Headers;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>One call, which can be made into a request more than once.</summary>
internal readonly record struct ApiCall(HttpMethod Method, string Path, ReadOnlyMemory<byte> Body = default, string MediaType = "application/json", bool Streams = false)
{
    private static readonly ProductInfoHeaderValue Agent = new("muster", typeof(ApiCall).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>A sign of life, which must come through when much else is to be done.</summary>
    public bool IsSignOfLife =>
        Method == HttpMethod.Get && (Path is "/version" or "/api/v1/namespaces/kube-system" || Path.StartsWith("/readyz", StringComparison.Ordinal) || Path.StartsWith("/livez", StringComparison.Ordinal));

    /// <exception cref="ArgumentException">The path could lead elsewhere than it says.</exception>
    /// <exception cref="ClusterUnauthorizedException">The token cannot be sent.</exception>
    public HttpRequestMessage ToRequest(ClusterAccess access)
    {
        CheckPath(Path);
        var request = new HttpRequestMessage(Method, new Uri(access.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.ParseAdd("application/json, */*");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Agent.Product!));
        if (access.Token is { } token)
            request.Headers.Authorization = IsSendable(token)
                ? new AuthenticationHeaderValue("Bearer", token)
                : throw new ClusterUnauthorizedException($"The token for {access.Server} holds characters that no token has; write it anew into the cluster's kubeconfig.");
        if (!Body.IsEmpty)
            request.Content = new ReadOnlyMemoryContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue(MediaType) } };
        return request;
    }

    private static bool IsSendable(string token) => token.Length > 0 && token.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    // Names are put into paths by others; one that is no name must not make another path.
    private static void CheckPath(string path)
    {
        var end = path.IndexOf('?', StringComparison.Ordinal);
        var plain = end < 0 ? path : path[..end];
        if (!plain.StartsWith('/') || plain.StartsWith("//", StringComparison.Ordinal) || path.AsSpan().IndexOfAny('#', '\\') >= 0 || path.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0
            || plain.Split('/').Any(static p => p is "." or ".." || p.StartsWith("%2e", StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"'{Names.Clip(path)}' is no path of the API; escape what is put into it.", nameof(path));
    }
}
