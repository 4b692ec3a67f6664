using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Muster.Client;

/// <summary>Reads options from a configuration, by name and without reflection, and says which setting cannot be read.</summary>
internal sealed class MusterClientSettings
{
    private readonly IConfigurationSection _section;
    private readonly List<string> _faults = [];

    private MusterClientSettings(IConfigurationSection section) => _section = section;

    /// <exception cref="OptionsValidationException">Settings cannot be read; all of them are named.</exception>
    public static void Bind(MusterClientOptions options, IConfigurationSection section, string? address)
    {
        var settings = new MusterClientSettings(section);
        settings.Read(options, address);
        if (settings._faults.Count > 0)
            throw new OptionsValidationException(section.Path, typeof(MusterClientOptions), settings._faults);
    }

    private void Read(MusterClientOptions options, string? address)
    {
        options.Address = Value("Address", options.Address, "an address such as http://muster:8080", TryAddress);
        if (!string.IsNullOrEmpty(address))
            options.Address = TryAddress(address, out var uri) ? uri : Fault("the connection string", options.Address, "an address such as http://muster:8080");
        options.Token = _section["Token"] ?? options.Token;
        options.TokenFile = _section["TokenFile"] ?? options.TokenFile;
        options.Timeout = Time("Timeout", options.Timeout);
        options.DisableHealthChecks = Value<bool>("DisableHealthChecks", options.DisableHealthChecks, "true or false", bool.TryParse);
        var retry = options.Retry;
        retry.MaxTries = Value("Retry:MaxTries", retry.MaxTries, "a whole number", static (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value));
        retry.Factor = Value("Retry:Factor", retry.Factor, "a number such as 1.5", static (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value));
        retry.FirstDelay = Time("Retry:FirstDelay", retry.FirstDelay);
        retry.MaxDelay = Time("Retry:MaxDelay", retry.MaxDelay);
        retry.MaxTime = Time("Retry:MaxTime", retry.MaxTime);
    }

    private delegate bool Reader<T>(string text, out T value);

    private TimeSpan Time(string name, TimeSpan otherwise) =>
        Value(name, otherwise, "a time such as 00:00:30", static (string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value));

    private T Value<T>(string name, T otherwise, string what, Reader<T> read) =>
        _section[name] is not { Length: > 0 } text ? otherwise : read(text, out var value) ? value : Fault($"{_section.Path}:{name}", otherwise, what);

    private T Fault<T>(string setting, T otherwise, string what)
    {
        _faults.Add($"{setting}: it cannot be read; write {what}");
        return otherwise;
    }

    private static bool TryAddress(string text, out Uri address) => Uri.TryCreate(text, UriKind.Absolute, out address!);
}
