using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>What of a job never changes.</summary>
internal sealed class JobBody(Json<JobMetadata> metadata, Json<JobSpec> spec, Json<GangDemand> demand)
{
    public Json<JobMetadata> Metadata { get; } = metadata;

    public Json<JobSpec> Spec { get; } = spec;

    public Json<GangDemand> Demand { get; } = demand;

    /// <summary>Size of its texts, in bytes.</summary>
    public int Length => Metadata.Utf8.Length + Spec.Utf8.Length + Demand.Utf8.Length;

    public static JobBody Of(JobMetadata metadata, JobSpec spec, GangDemand demand) => new(
        new(metadata, MusterJson.Default.JobMetadata),
        new(spec, MusterJson.Default.JobSpec),
        new(demand, MusterJson.Default.GangDemand));

    /// <summary>Reads three columns, from <paramref name="first"/> on.</summary>
    public static JobBody From(in Cursor row, int first) => new(
        new(row.Bytes(first).ToArray(), MusterJson.Default.JobMetadata),
        new(row.Bytes(first + 1).ToArray(), MusterJson.Default.JobSpec),
        new(row.Bytes(first + 2).ToArray(), MusterJson.Default.GangDemand));
}
