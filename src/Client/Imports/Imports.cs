using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Makes Muster's jobs of the manifests of other systems. Pure: the same trees always give the same jobs and notes.</summary>
internal static class Imports
{
    /// <summary>The kinds that are read besides Muster's own.</summary>
    public const string Kinds = "batch/v1 Job, jobset.x-k8s.io/v1alpha2 JobSet, batch.volcano.sh/v1alpha1 Job, v1 Pod, or an Armada file with queue, jobSetId and jobs";

    public static bool Knows(MappingNode document) =>
        ArmadaImport.IsOne(document) || (ManifestReader.Text(document, "apiVersion"), ManifestReader.Text(document, "kind")) is
            ("batch/v1", "Job") or ("jobset.x-k8s.io/v1alpha2", "JobSet") or ("batch.volcano.sh/v1alpha1", "Job") or ("v1", "Pod");

    /// <summary>Whether there is a kind that is read of this version.</summary>
    public static bool KnowsVersion(string? version) => version is "batch/v1" or "jobset.x-k8s.io/v1alpha2" or "batch.volcano.sh/v1alpha1" or "v1";

    /// <summary>The jobs of documents whose kinds are known. Pods of one group are one job, which stands at its first pod.</summary>
    public static ImportResult Read(IReadOnlyList<MappingNode> documents, ImportOptions options, ManifestFaults faults)
    {
        var jobs = ImmutableArray.CreateBuilder<ManifestJob>();
        foreach (var together in documents.GroupBy(Unit))
            jobs.AddRange(ReadUnit([.. together], options, faults));
        return new ImportResult(jobs.ToImmutable());
    }

    private static IEnumerable<ManifestJob> ReadUnit(List<MappingNode> unit, ImportOptions options, ManifestFaults faults)
    {
        if (ArmadaImport.IsOne(unit[0]))
            return ArmadaImport.Read(unit[0], faults, options);
        var log = new ImportLog(faults, options);
        var job = (ManifestReader.Text(unit[0], "apiVersion"), ManifestReader.Text(unit[0], "kind")) switch
        {
            (_, "JobSet") => JobSetImport.Read(unit[0], log),
            ("batch.volcano.sh/v1alpha1", _) => VolcanoImport.Read(unit[0], log),
            (_, "Pod") => PodImport.Read(unit, log),
            _ => BatchJobImport.Read(unit[0], log),
        };
        return job is null ? [] : [job];
    }

    // A record's own equality would compare whole trees.
    private static object Unit(MappingNode document) =>
        ManifestReader.Text(document, "kind") == "Pod" && PodImport.GroupOf(document) is { } group ? group : (object)document.Line;
}
