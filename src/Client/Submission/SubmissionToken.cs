using Muster.Contracts;

namespace Muster.Client;

/// <summary>Tokens by which a silo knows a submission again.</summary>
internal static class SubmissionToken
{
    /// <exception cref="InvalidRequestException">The token cannot be sent.</exception>
    public static string OrNew(string? given)
    {
        if (given is null)
            return Guid.NewGuid().ToString("N");
        if (given.Length is 0 or > SubmitRequest.MaxTokenLength || given.Any(static c => c is <= ' ' or > '~'))
            throw new InvalidRequestException("token", $"'{Names.Clip(given)}' cannot be sent", $"use 1 to {SubmitRequest.MaxTokenLength} visible ASCII characters, or leave it out");
        return given;
    }
}
