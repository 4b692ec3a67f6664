namespace Muster.Client;

/// <summary>What a Volcano Job's policies come to: whether a pod that fails starts the job again, or ends it.</summary>
internal readonly record struct VolcanoPolicies(bool RestartsOnFailure, bool AbortsOnFailure)
{
    /// <summary>Reads and notes the policies of the job and of its tasks.</summary>
    public static VolcanoPolicies Read(Section spec, IEnumerable<Section> tasks)
    {
        var result = default(VolcanoPolicies);
        foreach (var policy in spec.Items("policies").Concat(tasks.SelectMany(t => t.Items("policies"))))
            result = result.With(policy.Check(VolcanoFields.Policy));
        return result;
    }

    private VolcanoPolicies With(Section policy)
    {
        var action = policy.Text("action") ?? "";
        var events = Events(policy);
        var failure = events.Any(e => e is "PodFailed" or "*" or "Unknown");
        if (policy.Has("exitCode"))
            policy.Warn("exitCode", "exit codes are not looked at: a pod has succeeded or failed");
        else if (action == "RestartJob" && events.Count > 0 && events.TrueForAll(e => e is "PodFailed" or "PodEvicted" or "*"))
        {
            policy.Mapped("action", "spec.retry", failure ? "the gang starts again when a pod fails" : "a gang that loses pods is queued again, which is not charged");
            return this with { RestartsOnFailure = RestartsOnFailure || failure };
        }
        else if (action is "AbortJob" or "TerminateJob" && events.Contains("PodFailed") && events.Count == 1)
        {
            policy.Mapped("action", "spec.retry.limit", "0 (the job ends when a pod fails)");
            return this with { AbortsOnFailure = true };
        }
        else if (action == "CompleteJob")
            policy.Warn("action", "a job succeeds when every pod has; let the other pods end when this task does");
        else
            policy.Warn("action", $"'{Contracts.Names.Clip(action)}' on {Contracts.Names.Clip(string.Join(", ", events))} is not done: {CommonFields.GangRetry}");
        return this;
    }

    private static List<string> Events(Section policy)
    {
        var events = new List<string>();
        if (policy.Text("event") is { } one)
            events.Add(one);
        if (policy.Node["events"] is SequenceNode several)
            events.AddRange(several.Items.OfType<ScalarNode>().Select(s => s.Text));
        else if (policy.Has("events"))
            policy.Fault("events", "it is not a list", "write a list of texts");
        return events;
    }
}
