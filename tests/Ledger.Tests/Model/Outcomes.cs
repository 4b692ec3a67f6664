using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>Outcomes as text, to compare them, and by kind, to know that all were seen.</summary>
internal static class Outcomes
{
    /// <summary>Every kind that a long run must have seen.</summary>
    public static readonly string[] AllKinds =
    [
        .. Enum.GetNames<SubmissionResult>().Select(name => "Submission " + name),
        .. Enum.GetNames<CommitResult>().Select(name => "Commit " + name),
        "Admission stale", "Admission all", "Admission none", "Admission some",
        "Abort committed", "Abort never",
        "Transition unknown job", "Transition refused",
        .. Enum.GetNames<JobState>().Except(["Admitted", "Committed"]).Select(name => "Transition to " + name),
        .. Enum.GetNames<DeletionResult>().Select(name => "Deletion " + name),
        "Job none", .. Enum.GetNames<JobState>().Select(name => "Job " + name),
        "Node empty", "Node held", "Tree empty", "Tree charged",
        .. Enum.GetNames<RegistrationResult>().Except(["TooMany"]).Select(name => "Registration " + name),
        .. Enum.GetNames<RemovalResult>().Select(name => "Removal " + name),
        .. Enum.GetNames<RecoveryResult>().Select(name => "Recovery " + name),
        "Cluster pinned", "List clusters",
        "Cordon set", "Cordon lifted", "List cordons",
        "List jobs", "List queued", "List stuck or dependents", "List placed", "List changes",
    ];

    public static string Text(object? outcome) => JsonSerializer.Serialize(outcome);

    public static string? Kind(object? outcome) => outcome switch
    {
        SubmissionOutcome submission => $"Submission {submission.Result}",
        CommitOutcome commit => $"Commit {commit.Result}",
        AdmissionOutcome { Stale: true } => "Admission stale",
        AdmissionOutcome admission when admission.Admitted.All(a => a) => "Admission all",
        AdmissionOutcome admission => admission.Admitted.Contains(true) ? "Admission some" : "Admission none",
        AbortOutcome abort => abort.Committed ? "Abort committed" : "Abort never",
        TransitionOutcome { Job: null } => "Transition unknown job",
        TransitionOutcome { Applied: false } => "Transition refused",
        TransitionOutcome { Job: { } job } => $"Transition to {job.State}",
        DeletionOutcome deletion => $"Deletion {deletion.Result}",
        JobRecord job => $"Job {job.State}",
        null => "Job none",
        NodeOpening node => node.Claims.IsEmpty ? "Node empty" : "Node held",
        TreeOpening tree => tree.Charged.IsEmpty ? "Tree empty" : "Tree charged",
        RegistrationOutcome registration => $"Registration {registration.Result}",
        RemovalOutcome removal => $"Removal {removal.Result}",
        ClusterRegistration => "Cluster pinned",
        ImmutableArray<ClusterRegistration> { IsEmpty: false } => "List clusters",
        SetCordon cordon => cordon.Wanted ? "Cordon set" : "Cordon lifted",
        KeyValuePair<string, Cordon>[] { Length: > 0 } => "List cordons",
        JobRecordPage { Items.IsEmpty: false } => "List jobs",
        ImmutableArray<QueuedJob> { IsEmpty: false } => "List queued",
        ImmutableArray<JobId> { IsEmpty: false } => "List stuck or dependents",
        ImmutableArray<ChargedJob> { IsEmpty: false } => "List placed",
        ImmutableArray<JobChange> { IsEmpty: false } => "List changes",
        _ => null,
    };
}
