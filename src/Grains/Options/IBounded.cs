using Microsoft.Extensions.Options;

namespace Muster.Grains;

/// <summary>Options that know their own bounds.</summary>
public interface IBounded
{
    /// <summary>Everything that is out of bounds, one sentence each, with what to set instead.</summary>
    IEnumerable<string> Problems();
}

/// <summary>Refuses to start with options that are out of bounds.</summary>
internal sealed class BoundsValidator<T> : IValidateOptions<T>
    where T : class, IBounded
{
    public ValidateOptionsResult Validate(string? name, T options) =>
        options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
