using Muster.Contracts;

namespace Muster.Silo;

/// <summary>A job as it was sent, which may be anything.</summary>
internal static class SentJob
{
    /// <summary>Its id, which leads to its grain.</summary>
    /// <exception cref="InvalidRequestException">It has none; every fault of the job is named, by the field that it is in.</exception>
    public static JobId IdOf(Job job) =>
        Names.IsLabel(job.Id.Namespace) && Names.IsLabel(job.Id.Name) ? job.Id : throw new InvalidRequestException(JobValidator.Validate(job));
}
