using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>Refuses addresses where tokens could be read on the way, and limits that are none.</summary>
internal sealed class SiloSettingsValidator : IValidateOptions<SiloSettings>
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, SiloSettings options)
    {
        var problems = new[] { Address(options), Data(options), Access(options) }.Concat(Limits(options.Limits)).Concat(MembershipRules.Faults(options)).Concat(CredentialRules.Faults(options.Credentials)).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Address(SiloSettings options)
    {
        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            return $"Muster:Listen is '{options.Listen}'; write an address such as http://127.0.0.1:8080.";
        if (address.Scheme == Uri.UriSchemeHttps)
            return Certificate(options);
        return address.IsLoopback || options.Access.AllowPlainText
            ? null
            : $"Muster:Listen is '{options.Listen}', which others can reach, and over http tokens can be read on the way; "
                + "listen on https:// with Muster:Certificate:Path and KeyPath, or on a loopback address, "
                + "or, behind a proxy that ends TLS, set Muster:Access:AllowPlainText=true.";
    }

    private static string? Certificate(SiloSettings options)
    {
        var (path, key) = (options.Certificate.Path, options.Certificate.KeyPath);
        if (string.IsNullOrWhiteSpace(path))
            return $"Muster:Listen is '{options.Listen}', and https needs a certificate; set Muster:Certificate:Path to a PEM file, and Muster:Certificate:KeyPath to that of its key.";
        if (!File.Exists(path))
            return $"Muster:Certificate:Path is '{path}', and there is no such file.";
        return string.IsNullOrWhiteSpace(key) || File.Exists(key) ? null : $"Muster:Certificate:KeyPath is '{key}', and there is no such file.";
    }

    private static string? Data(SiloSettings options) =>
        string.IsNullOrWhiteSpace(options.Data) ? "Muster:Data is empty; name a directory for the ledger." : null;

    private static string? Access(SiloSettings options) =>
        Enum.IsDefined(options.Access.Anonymous) ? null : $"Muster:Access:Anonymous is '{options.Access.Anonymous}'; write Loopback or None.";

    private static IEnumerable<string?> Limits(ApiLimits limits) =>
    [
        Within("MaxWatches", limits.MaxWatches, 100_000),
        Within("WatchesPerCaller", limits.WatchesPerCaller, 100_000),
        Within("RequestsPerSecond", limits.RequestsPerSecond, 1_000_000),
        Within("Burst", limits.Burst, 1_000_000),
        Within("MaxConnections", limits.MaxConnections, 1_000_000),
        limits.RequestTimeout > TimeSpan.Zero && limits.RequestTimeout <= MaxTimeout
            ? null
            : $"Muster:Limits:RequestTimeout is {limits.RequestTimeout}; write more than 0 and at most {MaxTimeout}, for example 00:00:30.",
        limits.DrainTimeout >= TimeSpan.Zero && limits.DrainTimeout <= MaxTimeout
            ? null
            : $"Muster:Limits:DrainTimeout is {limits.DrainTimeout}; write 0 to {MaxTimeout}, for example 00:00:30.",
    ];

    private static string? Within(string field, int value, int most) =>
        value >= 1 && value <= most ? null : $"Muster:Limits:{field} is {value}; write 1 to {most}.";
}
