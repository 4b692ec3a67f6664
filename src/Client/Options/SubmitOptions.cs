namespace Muster.Client;

/// <summary>Options of a submission.</summary>
public sealed record SubmitOptions : CallOptions
{
    /// <summary>
    /// Makes sending again safe: the same token and job are accepted once. 1 to 128 visible ASCII characters; null for
    /// one that is made up, which <see cref="JobHandle.Token"/> tells.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>True to have everything checked and nothing recorded.</summary>
    public bool DryRun { get; init; }
}
