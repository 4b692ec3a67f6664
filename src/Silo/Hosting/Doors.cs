using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>What the web server lets in: sizes, times and counts, and the certificate it shows.</summary>
internal static class Doors
{
    public static void Configure(KestrelServerOptions kestrel, SiloSettings settings)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = ApiLimits.MaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = ApiLimits.MaxHeaderBytes;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.MaxConcurrentConnections = settings.Limits.MaxConnections;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = ApiLimits.MaxHeaderBytes;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        if (settings.Certificate.Path is { Length: > 0 } path)
            kestrel.ConfigureHttpsDefaults(https => Show(https, path, settings.Certificate.KeyPath));
    }

    private static void Show(HttpsConnectionAdapterOptions https, string path, string? key)
    {
        try
        {
            https.ServerCertificate = X509Certificate2.CreateFromPemFile(path, string.IsNullOrWhiteSpace(key) ? null : key);
            // Whoever knows the root alone needs what stands between.
            https.ServerCertificateChain = [];
            https.ServerCertificateChain.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException("Muster:Certificate", typeof(SiloSettings), [$"Muster:Certificate ('{path}', key '{key}') cannot be read: {error.Message}"]);
        }
    }
}
