using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Which jobs a list is to have.</summary>
internal sealed record JobListParameters(
    string? Namespace, string? Queue, string? State, string? LabelSelector, string? FieldSelector, string? Sort, long? After, int? Limit)
{
    /// <exception cref="InvalidRequestException">A parameter makes no sense.</exception>
    public JobQuery ToQuery() => new()
    {
        Namespace = Namespace,
        Queue = Queue,
        States = State is null ? [] : [.. State.Split(',').Select(ToState)],
        LabelSelector = LabelSelector is null ? null : Contracts.LabelSelector.Parse(LabelSelector),
        FieldSelector = FieldSelector is null ? null : Contracts.FieldSelector.Parse(FieldSelector),
        Descending = Sort switch
        {
            null or "submitted" => false,
            "-submitted" => true,
            _ => throw new InvalidRequestException("sort", $"'{Names.Clip(Sort)}' is no order", "use submitted, or -submitted for the newest first"),
        },
        AfterSeq = Math.Max(After ?? 0, 0),
        Limit = PageLimit.Of(Limit, JobQuery.MaxPage),
    };

    private static JobState ToState(string text) =>
        Enum.TryParse<JobState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : throw new InvalidRequestException("state", $"'{Names.Clip(text)}' is no state", $"use one or more of {string.Join(',', Enum.GetNames<JobState>())}");
}
