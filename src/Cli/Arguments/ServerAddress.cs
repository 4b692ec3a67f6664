using System.Diagnostics.CodeAnalysis;

namespace Muster.Cli;

/// <summary>The address of a silo, as people write it.</summary>
internal static class ServerAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";
}
