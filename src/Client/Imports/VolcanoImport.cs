using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Imports a Volcano Job: each of its tasks becomes a pod set of one gang.</summary>
internal static class VolcanoImport
{
    private const int VolcanoMaxRetry = 3;

    public static ManifestJob? Read(MappingNode document, ImportLog log)
    {
        var root = new Section(document, "", document, log).Check(CommonFields.Document);
        var (metadata, spec) = (root.Required("metadata"), root.Required("spec").Check(VolcanoFields.Spec));
        var ours = MetadataImport.Read(metadata);
        spec.Came("spec.podSets", "tasks");
        var tasks = spec.Items("tasks");
        var names = NotePlugins(spec);
        if (spec.Has("minSuccess"))
            spec.Warn("minSuccess", "a job succeeds when every pod has");
        var job = new Job
        {
            Metadata = ours,
            Spec = new JobSpec
            {
                Queue = QueueImport.FromField(spec, "queue"),
                Priority = PriorityImport.FromClasses([(spec, "priorityClassName"), .. tasks.Take(1).Select(Pod).Select(p => (p, "priorityClassName"))]),
                Runtime = new RuntimeSpec { ExpectedSeconds = Expected(spec) },
                Retry = new RetrySpec { Limit = RetryLimit(spec, VolcanoPolicies.Read(spec, tasks)) },
                PodSets = [.. tasks.Select((task, i) => ReadPodSet(task, i))],
                StableNames = names,
            },
        };
        var least = VolcanoMinimum.Apply(spec, tasks, job.Spec.PodSets);
        return log.Finish(job with { Spec = job.Spec with { PodSets = least } }, document);
    }

    private static PodSet ReadPodSet(Section task, int index)
    {
        task.Check(VolcanoFields.Task);
        var number = index.ToString(CultureInfo.InvariantCulture);
        var target = $"spec.podSets[{number}]";
        var name = task.Text("name");
        if (name is null)
            task.Defaults("name", $"{target}.name = default{number} (as Volcano does without it)");
        else
            task.Mapped("name", $"{target}.name", Names.Clip(name));
        var count = task.Number("replicas");
        if (count is null)
            task.Fault("replicas", "there is none", "write how many pods the task has");
        else
            task.Mapped("replicas", $"{target}.count", count.Value);
        task.Came($"{target}.name", "name");
        task.Came($"{target}.count", "replicas");
        task.Came($"{target}.minCount", "minAvailable");
        return new PodSet
        {
            Name = name ?? "default" + number,
            Count = BatchJobImport.Saturate(count ?? 1),
            Template = TemplateImport.Read(task, "template", target),
        };
    }

    private static int RetryLimit(Section spec, VolcanoPolicies policies)
    {
        if (policies.AbortsOnFailure)
        {
            if (spec.Has("maxRetry"))
                spec.Ignored("maxRetry", "a policy ends the job when a pod fails");
            return 0;
        }
        if (spec.Number("maxRetry") is { } limit)
            return RetryImport.Limit(spec, "maxRetry", limit);
        var retries = policies.RestartsOnFailure ? VolcanoMaxRetry : 0;
        spec.Defaults("maxRetry", $"spec.retry.limit = {retries} ({(policies.RestartsOnFailure ? "as Volcano does without it" : "no policy starts the job again")})");
        return retries;
    }

    private static long? Expected(Section spec)
    {
        if (spec.Text("runningEstimate") is not { } text)
            return null;
        spec.Came("spec.runtime.expectedSeconds", "runningEstimate");
        if (GoDuration.TrySeconds(text, out var seconds))
            spec.Mapped("runningEstimate", "spec.runtime.expectedSeconds", seconds);
        else
            spec.Fault("runningEstimate", $"'{Names.Clip(text)}' is no duration", "write it as 1h30m or 90s");
        return seconds;
    }

    // True when pods are to find each other by name.
    private static bool NotePlugins(Section spec)
    {
        if (spec.Child("plugins") is not { } plugins)
            return false;
        var names = plugins.Node.Entries.Keys.Where(VolcanoFields.GivesNames).ToList();
        if (names.Count > 0)
            plugins.Came("spec.stableNames", names[0]);
        foreach (var name in plugins.Node.Entries.Keys)
        {
            if (names.Contains(name))
                plugins.Mapped(name, "spec.stableNames", "true");
            if (VolcanoFields.Plugin(name) is (var why, true))
                plugins.Warn(name, why);
            else
                plugins.Ignored(name, VolcanoFields.Plugin(name).Why);
        }
        return names.Count > 0;
    }

    private static Section? Pod(Section task) =>
        (task.Node["template"] as MappingNode)?["spec"] is MappingNode ? task.Child("template")!.Child("spec") : null;
}
