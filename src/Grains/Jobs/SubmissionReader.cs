using System.Security.Cryptography;
using System.Text.Json;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>Checks what was sent, and makes it ready for the ledger.</summary>
internal static class SubmissionReader
{
    /// <exception cref="InvalidRequestException">Job or token are not well formed.</exception>
    /// <exception cref="QueueNotFoundException">There is no such queue.</exception>
    public static Submission Read(SubmitRequest request, FleetOptions fleet)
    {
        if (request.Token.Length is 0 or > SubmitRequest.MaxTokenLength || request.Token.Any(static c => c is <= ' ' or > '~'))
            throw new InvalidRequestException("token", "it is empty, too long, or has other than printable ASCII characters",
                $"send 1 to {SubmitRequest.MaxTokenLength} printable ASCII characters, for example a UUID");
        // What Muster gives is not part of what was asked for.
        var job = request.Job with { Status = null, Metadata = request.Job.Metadata with { Uid = "" } };
        var errors = JobValidator.Validate(job);
        if (errors.Length > 0)
            throw new InvalidRequestException(errors);
        if (fleet.Queue(job.Spec.Queue) is null)
            throw new QueueNotFoundException(job.Spec.Queue);
        if (fleet.Queues.Any(q => q.Parent == job.Spec.Queue))
            throw new InvalidRequestException("spec.queue", $"queue {job.Spec.Queue} has queues below it and holds no jobs itself",
                $"name one of {string.Join(", ", fleet.Queues.Where(q => q.Parent == job.Spec.Queue).Select(static q => q.Name))}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(job, MusterJson.Default.Job)));
        return new(job, GangDemandReader.Read(job.Spec), request.Token, hash);
    }
}
