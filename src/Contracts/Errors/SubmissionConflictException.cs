namespace Muster.Contracts;

/// <summary>The token was used before, with another job.</summary>
[GenerateSerializer, Alias("muster.error.submission-conflict")]
public sealed class SubmissionConflictException(string token) : MusterException($"The submission token '{Names.Clip(token)}' was used before with another job. Send the same job again, or use a new token.")
{
    /// <inheritdoc/>
    public override string Code => "SubmissionConflict";
}
