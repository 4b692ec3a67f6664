using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>Where the silo listens and keeps its state.</summary>
public sealed class SiloSettings
{
    /// <summary>Address of the HTTP API. Only loopback: there are no credentials yet. Default http://127.0.0.1:8080.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Directory of the ledger and of the simulated clusters. Default <c>data</c>, in the working directory.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Limits of the API.</summary>
    public ApiLimits Limits { get; set; } = new();
}

/// <summary>What the API accepts.</summary>
public sealed class ApiLimits
{
    /// <summary>Longest request body, in bytes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Watches that are open at a time.</summary>
    public int MaxWatches { get; set; } = 1000;
}

/// <summary>Refuses addresses that others could reach.</summary>
internal sealed class SiloSettingsValidator : IValidateOptions<SiloSettings>
{
    public ValidateOptionsResult Validate(string? name, SiloSettings options)
    {
        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
            return ValidateOptionsResult.Fail($"Muster:Listen is '{options.Listen}'; write an address such as http://127.0.0.1:8080.");
        if (!address.IsLoopback)
            return ValidateOptionsResult.Fail($"Muster:Listen is '{options.Listen}', which others can reach, and the API has no credentials yet; "
                + "listen on a loopback address, and put a proxy that knows your users in front of it.");
        return string.IsNullOrWhiteSpace(options.Data)
            ? ValidateOptionsResult.Fail("Muster:Data is empty; name a directory for the ledger.")
            : ValidateOptionsResult.Success;
    }
}
