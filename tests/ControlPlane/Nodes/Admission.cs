using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>Decides as a kubelet does whether a node takes a pod; the words are a kubelet's.</summary>
internal static class Admission
{
    private static readonly Refusal WrongNode = new("NodeAffinity", "Pod Predicate NodeAffinity failed");

    /// <summary>Why not; null when it does.</summary>
    public static Refusal? Decide(PodFacts pod, Machine machine)
    {
        var (used, allocatable, labels) = (machine.Used, machine.Allocatable, machine.Labels);
        foreach (var (resource, amount) in pod.Requests.Entries)
        {
            var (free, size) = (allocatable[resource] - used[resource], allocatable[resource]);
            // A kubelet leaves out what its node has never heard of: that may be the scheduler's own book-keeping.
            if (machine.Physical[resource] == 0 && resource.Contains('/', StringComparison.Ordinal))
                continue;
            if (amount > free)
                return new($"OutOf{resource}",
                    $"Pod Node didn't have enough resource: {resource}, requested: {Unit(resource, amount)}, used: {Unit(resource, used[resource])}, capacity: {Unit(resource, size)}");
        }
        return pod.NodeSelector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value) && Affine(pod.Affinity, labels) ? null : WrongNode;
    }

    // A kubelet gives cores in thousandths and counts in ones.
    private static long Unit(string resource, long amount) =>
        resource == ResourceNames.Cpu || ResourceNames.IsBytes(resource) ? amount : amount / 1000;

    private static bool Affine(JsonElement required, ImmutableSortedDictionary<string, string> labels) =>
        required.ValueKind == JsonValueKind.Undefined
        || PodReader.Items(required, "nodeSelectorTerms").Any(t => Satisfies(t, labels));

    // A term that asks for nothing is satisfied by nothing.
    private static bool Satisfies(JsonElement term, ImmutableSortedDictionary<string, string> labels)
    {
        var expressions = PodReader.Items(term, "matchExpressions").ToList();
        return expressions.Count > 0 && expressions.TrueForAll(e => Matches(e, labels));
    }

    private static bool Matches(JsonElement expression, ImmutableSortedDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(PodReader.Text(expression, "key"), out var value);
        var among = has && PodReader.Items(expression, "values").Any(v => v.GetString() == value);
        return PodReader.Text(expression, "operator") switch
        {
            "In" => among,
            "NotIn" => !among,
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
