using Microsoft.Extensions.Options;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Says what is wrong with the clusters to simulate, all of it at once.</summary>
public sealed class SimulationOptionsValidator : IValidateOptions<SimulationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SimulationOptions options)
    {
        var faults = new List<string>();
        if (options.Clusters.Count is 0 or > SimulationOptions.MaxClusters)
            faults.Add($"clusters: there must be 1 to {SimulationOptions.MaxClusters}, not {options.Clusters.Count}");
        foreach (var twins in options.Clusters.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add($"clusters: '{Names.Clip(twins.Key)}' is there {twins.Count()} times; names must differ");
        for (var i = 0; i < options.Clusters.Count; i++)
            CheckCluster(faults, $"clusters[{i}]", options.Clusters[i]);
        CheckTimings(faults, options.Timings);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckCluster(List<string> faults, string path, SimulatedClusterOptions cluster)
    {
        if (!Names.IsLabel(cluster.Name))
            faults.Add($"{path}.name: '{Names.Clip(cluster.Name)}' is not a name; use 1 to 63 lower-case letters, digits and '-'");
        CheckLabels(faults, path, cluster.Labels);
        for (var i = 0; i < cluster.NodeGroups.Count; i++)
            CheckGroup(faults, $"{path}.nodeGroups[{i}]", cluster.NodeGroups[i]);
        foreach (var twins in cluster.NodeGroups.GroupBy(g => g.NamePrefix, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add($"{path}.nodeGroups: the prefix '{Names.Clip(twins.Key)}' is there {twins.Count()} times; prefixes must differ");
    }

    private static void CheckGroup(List<string> faults, string path, NodeGroupOptions group)
    {
        if (group.Count is < 0 or > NodeGroupOptions.MaxCount)
            faults.Add($"{path}.count: {group.Count} is out of range; use 0 to {NodeGroupOptions.MaxCount}");
        if (!Names.IsSubdomain(group.NamePrefix + "10000"))
            faults.Add($"{path}.namePrefix: '{Names.Clip(group.NamePrefix)}' cannot begin a node's name; use lower-case letters, digits, '-' and '.'");
        foreach (var (resource, text) in group.Allocatable)
            if (!Quantity.TryParse(resource, text, out _, out var error))
                faults.Add($"{path}.allocatable.{Names.Clip(resource)}: '{Names.Clip(text)}' is no quantity; {error}");
        foreach (var taint in group.Taints)
            if (!TaintText.TryParse(taint, out _))
                faults.Add($"{path}.taints: '{Names.Clip(taint)}' is no taint; write key=value:NoSchedule, :NoExecute or :PreferNoSchedule");
        CheckLabels(faults, path, group.Labels);
    }

    private static void CheckLabels(List<string> faults, string path, IDictionary<string, string> labels)
    {
        foreach (var (key, value) in labels)
            if (!Names.IsQualifiedName(key) || !Names.IsLabelValue(value))
                faults.Add($"{path}.labels: '{Names.Clip(key)}={Names.Clip(value)}' is no label");
    }

    private static void CheckTimings(List<string> faults, SimulationTimings timings)
    {
        CheckTime(faults, "duration", timings.Duration, TimeSpan.Zero);
        CheckTime(faults, "startDelay", timings.StartDelay, TimeSpan.Zero);
        CheckTime(faults, "gracePeriod", timings.GracePeriod, TimeSpan.Zero);
        CheckTime(faults, "nodeRemoval", timings.NodeRemoval, TimeSpan.Zero);
        // Shorter ones would make an idle watch or a hanging call busy.
        CheckTime(faults, "signOfLife", timings.SignOfLife, TimeSpan.FromMilliseconds(10));
        CheckTime(faults, "callTimeout", timings.CallTimeout, TimeSpan.FromMilliseconds(1));
        if (timings.EventHistory is < 1 or > 1_048_576)
            faults.Add($"timings.eventHistory: {timings.EventHistory} is out of range; use 1 to 1048576");
    }

    private static void CheckTime(List<string> faults, string field, TimeSpan time, TimeSpan least)
    {
        if (time < least || time > SimulationTimings.Longest)
            faults.Add($"timings.{field}: {time} is out of range; use {least} to {SimulationTimings.Longest}");
    }
}
