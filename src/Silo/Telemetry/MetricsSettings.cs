using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>Metrics as Prometheus reads them.</summary>
public sealed class MetricsSettings
{
    /// <summary>
    /// A second address, which serves <c>/metrics</c> and <c>/healthz*</c> to everybody without credentials, and nothing else.
    /// Empty, the default, for none: then <c>/metrics</c> is on the address of the API alone and asks for a permission.
    /// </summary>
    public string Listen { get; set; } = "";

    /// <summary>Whether the runtime's own numbers are there, too: garbage collection, thread pool, HTTP. Default true.</summary>
    public bool Runtime { get; set; } = true;

    /// <summary>Series that one instrument may have; what is beyond goes into one series of its own. Default 2000.</summary>
    public int MaxSeries { get; set; } = 2000;
}

/// <summary>Refuses what cannot be listened on.</summary>
internal sealed class MetricsSettingsValidator(IOptions<SiloSettings> silo) : IValidateOptions<MetricsSettings>
{
    public ValidateOptionsResult Validate(string? name, MetricsSettings options)
    {
        if (options.MaxSeries is < 1 or > 100_000)
            return ValidateOptionsResult.Fail($"Muster:Metrics:MaxSeries is {options.MaxSeries}; write a number from 1 to 100000.");
        if (options.Listen.Length == 0)
            return ValidateOptionsResult.Success;
        // The host may be '*' or '+', as for the API: BindingAddress and not Uri knows these.
        if (!IsHttp(options.Listen))
            return ValidateOptionsResult.Fail($"Muster:Metrics:Listen is '{options.Listen}'; write an address such as http://127.0.0.1:9090, or nothing.");
        // The two are told apart by their ports.
        var port = BindingAddress.Parse(options.Listen).Port;
        return port != 0 && IsAddress(silo.Value.Listen) && BindingAddress.Parse(silo.Value.Listen).Port == port
            ? ValidateOptionsResult.Fail($"Muster:Metrics:Listen has port {port}, which is the port of Muster:Listen; give it another one.")
            : ValidateOptionsResult.Success;
    }

    private static bool IsHttp(string address) => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && IsAddress(address);

    private static bool IsAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address).Host.Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
