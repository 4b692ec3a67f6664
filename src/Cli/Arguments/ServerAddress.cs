using System.Diagnostics.CodeAnalysis;
using Muster.Client;

namespace Muster.Cli;

/// <summary>Where the silo is: what <c>--server</c> says, else the environment, else this machine.</summary>
internal static class ServerAddress
{
    private const string Variable = "MUSTER_SERVER";

    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";

    /// <exception cref="UsageException">The environment names no address.</exception>
    public static Uri FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
            return new Uri(MusterClientOptions.DefaultAddress);
        return TryParse(text, out var address) ? address : throw new UsageException($"{Variable}: '{text}' is no address; write http://host:port");
    }
}
