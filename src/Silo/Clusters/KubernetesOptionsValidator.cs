using Microsoft.Extensions.Options;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>Checks how real clusters are reached, before anything is.</summary>
internal sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options) =>
        options.Problems().Select(static p => $"Muster:Kubernetes:{p}").ToArray() is { Length: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
