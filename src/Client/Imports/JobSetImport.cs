using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Imports a JobSet: each of its replicated Jobs becomes a pod set of one gang.</summary>
internal static class JobSetImport
{
    public static ManifestJob? Read(MappingNode document, ImportLog log)
    {
        var root = new Section(document, "", document, log).Check(CommonFields.Document);
        var (metadata, spec) = (root.Required("metadata"), root.Required("spec").Check(JobSetFields.Spec));
        var ours = MetadataImport.Read(metadata);
        TemplateImport.NoteWishes(metadata);
        spec.Came("spec.podSets", "replicatedJobs");
        var jobs = spec.Items("replicatedJobs");
        NotePolicies(spec);
        var job = new Job
        {
            Metadata = ours,
            Spec = new JobSpec
            {
                Queue = QueueImport.FromLabels(metadata),
                Priority = PriorityImport.FromLabels(metadata, FirstClass(jobs)),
                Runtime = new RuntimeSpec { MaxSeconds = MaxSeconds(jobs) },
                Retry = new RetrySpec { Limit = RetryLimit(spec) },
                PodSets = [.. jobs.Select((j, i) => ReadPodSet(j, i))],
                StableNames = HasNames(spec),
            },
        };
        return log.Finish(job, document);
    }

    private static PodSet ReadPodSet(Section job, int index)
    {
        job.Check(JobSetFields.ReplicatedJob);
        var target = $"spec.podSets[{index.ToString(CultureInfo.InvariantCulture)}]";
        var template = job.Required("template").Check(JobSetFields.Template);
        template.Child("metadata")?.Check(CommonFields.ChildMetadata);
        var spec = template.Required("spec").Check(BatchFields.ChildSpec);
        var replicas = Math.Clamp(job.Number("replicas") ?? 1, int.MinValue, int.MaxValue);
        if (replicas > 1)
            job.Warn("replicas", "ranks count through all pods of the set; there is no index of the Job within it");
        foreach (var _ in job.Items("dependsOn").Take(1))
            job.Warn("dependsOn", "all pods of a gang start together; send two jobs with spec.dependsOn if one has to end before the other starts");
        job.Came($"{target}.name", "name");
        var name = job.Text("name") ?? "";
        if (name.Length > 0)
            job.Mapped("name", $"{target}.name", Names.Clip(name));
        return new PodSet
        {
            Name = name,
            Count = BatchJobImport.Saturate(BatchJobImport.Count(spec, target, replicas)),
            Template = TemplateImport.Read(spec, "template", target, "OnFailure"),
        };
    }

    // A child that runs too long fails, and with it the whole: the earliest limit is the gang's.
    private static long? MaxSeconds(IReadOnlyList<Section> jobs)
    {
        var specs = jobs.Select(Spec).OfType<Section>().Where(s => s.Has("activeDeadlineSeconds")).ToList();
        if (specs.Count == 0)
            return null;
        var shortest = specs.MinBy(s => s.Number("activeDeadlineSeconds") ?? long.MaxValue)!;
        var seconds = shortest.Number("activeDeadlineSeconds");
        shortest.Came("spec.runtime.maxSeconds", "activeDeadlineSeconds");
        foreach (var spec in specs)
            if (spec == shortest)
                spec.Mapped("activeDeadlineSeconds", "spec.runtime.maxSeconds", seconds ?? 0);
            else
                spec.Ignored("activeDeadlineSeconds", $"the gang has one limit: the shortest, {shortest.At("activeDeadlineSeconds")}");
        return seconds;
    }

    private static int RetryLimit(Section spec)
    {
        var policy = spec.Child("failurePolicy")?.Check(JobSetFields.FailurePolicy);
        if (policy?.Number("maxRestarts") is not { } limit)
        {
            spec.Defaults("failurePolicy", "spec.retry.limit = 0 (as JobSet does without maxRestarts)");
            return 0;
        }
        return RetryImport.Limit(policy, "maxRestarts", limit);
    }

    private static void NotePolicies(Section spec)
    {
        if (spec.Child("successPolicy") is { } success)
            if (success.Text("operator") == "All" && !success.Has("targetReplicatedJobs"))
                spec.Log.Note(ImportNoteKind.Mapped, success.Line("operator"), success.At("operator"), "every pod has to succeed");
            else
                spec.Warn("successPolicy", "a job succeeds when every pod has; let the other pods end when the one that matters does");
        if (spec.Child("startupPolicy") is { } startup)
            if (startup.Text("startupPolicyOrder") == "InOrder")
                spec.Warn("startupPolicy", "all pods of a gang start together; let pods wait for what they need");
            else
                spec.Ignored("startupPolicy", "all pods of a gang start together");
    }

    // JobSet gives names unless it is told not to.
    private static bool HasNames(Section spec)
    {
        const string Others = "pods have names of Muster's making, those that JobSet makes are not found; the first pod is at MASTER_ADDR";
        if (spec.Child("network")?.Check(JobSetFields.Network) is not { } network)
        {
            spec.Defaults("network", $"spec.stableNames = true (as JobSet does without it); {Others}");
            return true;
        }
        if (network.Truth("enableDNSHostnames") is not { } wanted)
            network.Defaults("enableDNSHostnames", "spec.stableNames = true (as JobSet does without it)");
        else
            network.Mapped("enableDNSHostnames", "spec.stableNames", wanted ? "true" : "false");
        if (network.Truth("enableDNSHostnames") == false)
            return false;
        network.Warn(network.Has("subdomain") ? "subdomain" : "enableDNSHostnames", Others);
        return true;
    }

    private static Section? FirstClass(IReadOnlyList<Section> jobs) =>
        jobs.Select(j => Quiet(Spec(j), "template") is { } template ? Quiet(template, "spec") : null).FirstOrDefault(p => p?.Has("priorityClassName") == true);

    private static Section? Spec(Section job) => Quiet(Quiet(job, "template"), "spec");

    // What is wrong there is said by who reads it.
    private static Section? Quiet(Section? section, string key) => section?.Node[key] is MappingNode ? section.Child(key) : null;
}
