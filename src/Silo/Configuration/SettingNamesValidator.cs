using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>Refuses settings that there are not: a misspelt one would not be what somebody thinks that it is.</summary>
internal sealed class SettingNamesValidator(IConfiguration configuration) : IValidateOptions<SiloSettings>
{
    public ValidateOptionsResult Validate(string? name, SiloSettings options) =>
        SettingNames.Faults(configuration.GetSection("Muster")).ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
