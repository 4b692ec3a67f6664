using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Imports a plain Kubernetes Job as it would have been sent to a cluster, with or without the labels of Kueue or KAI.
/// Every field is mapped, ignored with a reason, or an error; nothing is dropped in silence.
/// </summary>
internal static class BatchJobImport
{
    private const int KubernetesBackoffLimit = 6;
    private const string Target = "spec.podSets[0]";

    public static ManifestJob? Read(MappingNode document, ImportLog log)
    {
        var root = new Section(document, "", document, log).Check(CommonFields.Document);
        var (metadata, spec) = (root.Required("metadata"), root.Required("spec").Check(BatchFields.Spec));
        var ours = MetadataImport.Read(metadata);
        TemplateImport.NoteWishes(metadata);
        NoteSingly(metadata);
        spec.Came("spec.podSets", "parallelism");
        var pod = (spec.Node["template"] as MappingNode)?["spec"] is MappingNode ? spec.Child("template")!.Child("spec") : null;
        var job = new Job
        {
            Metadata = ours,
            Spec = new JobSpec
            {
                Queue = QueueImport.FromLabels(metadata),
                Priority = PriorityImport.FromLabels(metadata, pod),
                Runtime = new RuntimeSpec { MaxSeconds = MaxSeconds(spec) },
                Retry = new RetrySpec { Limit = RetryLimit(spec) },
                StableNames = HasNames(spec, pod),
                PodSets = [new PodSet { Count = Saturate(Count(spec, Target, 1)), Template = TemplateImport.Read(spec, "template", Target) }],
            },
        };
        return log.Finish(job, document);
    }

    /// <summary>Pods of a Job that is there <paramref name="replicas"/> times. A Job that starts its pods by and by is none of Muster's.</summary>
    public static long Count(Section spec, string target, long replicas)
    {
        var parallelism = spec.Number("parallelism") ?? 1;
        var count = replicas * Math.Clamp(parallelism, int.MinValue, int.MaxValue);
        if (spec.Number("completions") is { } completions && completions != parallelism)
            spec.Fault("completions", $"{completions} differs from parallelism, {parallelism}: Muster starts all pods of a job together",
                "write the same number, or send a job for each share of the work");
        else if (spec.Has("completions"))
            spec.Log.Note(ImportNoteKind.Mapped, spec.Line("completions"), spec.At("completions"), "every pod has to succeed");
        if (spec.Has("parallelism"))
            spec.Mapped("parallelism", $"{target}.count", replicas == 1 ? $"{count}" : $"{count} ({replicas} replicas of {parallelism})");
        else
            spec.Defaults("parallelism", $"{target}.count = {count} (as Kubernetes does without it)");
        if (spec.Has("completionMode"))
            NoteMode(spec);
        spec.Came($"{target}.count", "parallelism");
        return count;
    }

    public static int Saturate(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    private static void NoteMode(Section spec)
    {
        if (spec.Text("completionMode") == "Indexed")
            spec.Warn("completionMode", "a pod's number is in MUSTER_RANK and RANK; JOB_COMPLETION_INDEX is not set");
        else
            spec.Ignored("completionMode", "pods need no index here");
    }

    // Kubernetes gives the pods of an indexed Job names below a subdomain, which a service of the user's makes known.
    private static bool HasNames(Section spec, Section? pod)
    {
        if (pod?.Has("subdomain") != true || spec.Text("completionMode") != "Indexed")
            return false;
        pod.Mapped("subdomain", "spec.stableNames", "true");
        pod.Warn("subdomain", "pods have names of Muster's making, those that Kubernetes makes are not found; the first pod is at MASTER_ADDR");
        return true;
    }

    private static long? MaxSeconds(Section spec)
    {
        if (spec.Number("activeDeadlineSeconds") is not { } seconds)
            return null;
        spec.Mapped("activeDeadlineSeconds", "spec.runtime.maxSeconds", seconds);
        spec.Came("spec.runtime.maxSeconds", "activeDeadlineSeconds");
        return seconds;
    }

    private static int RetryLimit(Section spec)
    {
        if (spec.Number("backoffLimit") is not { } limit)
        {
            spec.Defaults("backoffLimit", $"spec.retry.limit = {KubernetesBackoffLimit} (as Kubernetes does without it)");
            return KubernetesBackoffLimit;
        }
        return RetryImport.Limit(spec, "backoffLimit", limit, " (each retry starts the whole gang again)");
    }

    // KAI makes a group of every pod of a Job.
    private static void NoteSingly(Section metadata)
    {
        var labels = metadata.Child("labels");
        foreach (var label in (ReadOnlySpan<string>)["kai.scheduler/queue", "runai/queue"])
            if (labels?.Has(label) == true)
                metadata.Warn("labels", "KAI places the pods of a Job one by one; Muster starts all of them together");
        if (labels?.Has("kai.scheduler/preemptibility") == true)
            labels.Ignored("kai.scheduler/preemptibility", "nothing that runs is stopped for another job");
    }
}
