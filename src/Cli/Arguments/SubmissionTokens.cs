using System.Security.Cryptography;
using System.Text;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Tokens that make sending again safe.</summary>
internal static class SubmissionTokens
{
    public static bool IsToken(string text) => text.Length is > 0 and <= SubmitRequest.MaxTokenLength && ContextRules.IsToken(text);

    /// <summary>The token of one of several jobs: one for all would be a conflict from the second one on.</summary>
    public static string Of(string token, JobId job, int jobs)
    {
        var whole = jobs == 1 ? token : $"{token}.{job.Namespace}.{job.Name}";
        return whole.Length <= SubmitRequest.MaxTokenLength ? whole : Hash(whole);
    }

    /// <summary>A token that says what the job is: whoever sends the same job again sends the same token.</summary>
    public static string OfContent(Job job) => $"apply-{Hash(JobDifference.Content(job).ToJsonString())}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
