using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Each invariant finds what is planted against it, and no other one does.</summary>
public sealed class InvariantsTests
{
    private static readonly DateTimeOffset Zero = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JobId Train = new("default", "train");
    private static readonly JobId Other = new("default", "other");
    private static readonly ResourceVector Four = ResourceVector.Of((ResourceNames.Cpu, 4000));

    private static readonly JobState[] Whole =
        [JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting, JobState.Running, JobState.Succeeded];

    // Two jobs of a pod each, one after the other on the node's last free place.
    private static readonly FinishedRun Good = new()
    {
        At = Zero.AddHours(1),
        Accepted = [Accepted(Train), Accepted(Other)],
        Jobs = new[] { Ended(Train), Ended(Other) }.ToImmutableDictionary(static j => j.Id),
        Resubmissions = [new(Train, "uid-of-train", 409)],
        Changes = [.. Life(Train, 1), .. Life(Other, 11)],
        Runs = [Run(Train, 0, 10), Run(Other, 10, 20)],
        ForeignRuns = [Run(new("default", "foreign"), 0, null) with { Attempt = Attempt.None }],
        Machines = [new("east", "n-1", Four.Add(Four))],
        Quotas = ImmutableDictionary<string, ResourceVector>.Empty.Add("narrow", Four),
        Charges = new[] { Train, Other }.ToImmutableDictionary(static j => j, static _ => Four),
        Sizes = new[] { Train, Other }.ToImmutableDictionary(static j => j, static _ => 1),
        Audit = [Line(Train), Line(Other)],
    };

    [Fact]
    public void Check_AGoodRun_FindsNothing() => Assert.Empty(Invariants.Check(Good));

    [Fact]
    public void NoOversubscription_PlacesGivenBeforeOthersAreBack_IsFound() =>
        Only("I1", Good with { Changes = Mixed(), Quotas = Good.Quotas.Clear() });

    [Fact]
    public void NoOversubscription_PlacesOfForeignPods_AreFound() =>
        Assert.All(Invariants.Check(Good with { Machines = [new("east", "n-1", Four)] }), static f => Assert.True(f.StartsWith("I1 ", StringComparison.Ordinal) || f.StartsWith("I2 ", StringComparison.Ordinal), f));

    [Fact]
    public void PhysicalFit_PodsAtTheSameTime_AreFound() => Only("I2", Good with { Runs = [Run(Train, 0, 11), Run(Other, 10, 20)] });

    [Fact]
    public void PhysicalFit_APodThatWasRefused_IsFound() =>
        Only("I2", Good with { Runs = [.. Good.Runs, Run(Train, 10, 10) with { Uid = "refused", Started = null, Ending = RunEnding.Rejected }] });

    [Fact]
    public void GangAllOrNothing_AGangThatRanInPart_IsFound() => Only("I3", Good with { Sizes = Good.Sizes.SetItem(Train, 2) });

    [Fact]
    public void SingleRun_AMemberTwice_IsFound() =>
        Only("I4", Good with { Runs = [.. Good.Runs, Run(Train, 9, 10) with { Uid = "twin" }], Machines = [new("east", "n-1", Four.Times(3))] });

    [Fact]
    public void NoLostJob_NotFoundOrNotEndedOrNotRun_IsFound()
    {
        Only("I5", Good with { Jobs = Good.Jobs.Remove(Train) });
        Only("I5", Good with { Jobs = Good.Jobs.SetItem(Train, Ended(Train, JobState.Running)) });
        Only("I5", Good with { Runs = [Run(Other, 10, 20)] });
        Only("I5", Good with { Accepted = [Accepted(Other)], Resubmissions = [] });
    }

    [Fact]
    public void IdempotentSubmit_TwoJobsOrNone_IsFound()
    {
        Only("I6", Good with { Resubmissions = [new(Train, "uid-of-another", 409)] });
        Only("I6", Good with { Resubmissions = [new(Train, null, 409)] });
        Only("I6", Good with { Resubmissions = [new(Train, "uid-of-train", 201)] });
        Only("I6", Good with { Accepted = [Accepted(Other), Accepted(Train) with { Uids = ["uid-of-train", "uid-of-another"] }], Audit = [.. Good.Audit, Line(Train)] });
    }

    [Fact]
    public void Quota_ChargedTogether_IsFound() => Only("I7", Good with { Changes = Mixed(), Machines = [new("east", "n-1", Four.Times(3))] });

    [Fact]
    public void Monotone_NoEdgeOrAnOldAttemptOrOutOfOrder_IsFound()
    {
        Only("I8", Good with { Changes = [.. Life(Train, 1).Where(static c => c.To != JobState.Starting), .. Life(Other, 11)] });
        Only("I8", Good with { Changes = [.. Good.Changes, Good.Changes[^1] with { Sequence = 30, From = JobState.Succeeded, To = JobState.Queued, Attempt = null }] });
        Only("I8", Good with { Changes = [.. Life(Train, 1).Select(static c => c.To == JobState.Running ? c with { Attempt = "6-9" } : c), .. Life(Other, 11)] });
        Only("I8", Good with { Changes = [.. Life(Other, 11), .. Life(Train, 1)] });
    }

    [Fact]
    public void NoLeakNoCollateral_WhatIsLeftOrTouched_IsFound()
    {
        Only("I10", Good with { Remains = ["a pod"] });
        Only("I12", Good with { Touched = ["a pod"] });
    }

    [Fact]
    public void Audit_NotOnRecordOrBroken_IsFound()
    {
        Only("I15", Good with { Audit = [Line(Train)] });
        Only("I15", Good with { Audit = [Line(Train), Line(Other) with { Status = 503 }] });
        Only("I15", Good with { AuditBreaks = ["line 3"] });
    }

    private static void Only(string invariant, FinishedRun run)
    {
        var findings = Invariants.Check(run);
        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.StartsWith(invariant + " ", f, StringComparison.Ordinal));
    }

    // Both jobs hold their places at the same time, by the record.
    private static ImmutableArray<JobChange> Mixed() =>
        [.. Life(Train, 1).Take(5), .. Life(Other, 11).Take(5), Life(Train, 21)[^1], Life(Other, 31)[^1]];

    private static Acceptance Accepted(JobId job) => new(job, job.Name, Zero, Zero, ["uid-of-" + job.Name]);

    private static AuditRecord Line(JobId job) => new(1, Zero, "", "POST /v1/jobs", $"{job} in queue narrow", 201, "", "");

    private static Job Ended(JobId job) => Ended(job, JobState.Succeeded);

    private static Job Ended(JobId job, JobState state) => new()
    {
        Metadata = new JobMetadata { Namespace = job.Namespace, Name = job.Name, Uid = "uid-of-" + job.Name },
        Status = new JobStatus { State = state, Attempt = "7-1", Cluster = "east", Nodes = [new NodeShare("n-1", [new PodShare("main", 0, 1)], Four)] },
    };

    private static ImmutableArray<JobChange> Life(JobId job, long first) => [.. Whole.Select((state, i) => new JobChange
    {
        Sequence = first + i,
        Job = job,
        Uid = "uid-of-" + job.Name,
        From = i == 0 ? null : Whole[i - 1],
        To = state,
        Attempt = i < 2 ? null : "7-1",
        Queue = "narrow",
    })];

    private static RunRecord Run(JobId job, int start, int? end) => new()
    {
        Cluster = "east",
        Node = "n-1",
        Pod = job.Name + "-0",
        Uid = job.Name,
        Job = job,
        Attempt = Attempt.Of(7, 1),
        PodSet = "main",
        Index = 0,
        Gang = 1,
        Requests = Four,
        Created = Zero,
        Bound = Zero.AddSeconds(start),
        Started = Zero.AddSeconds(start),
        Ended = end is { } seconds ? Zero.AddSeconds(seconds) : null,
        Ending = end is null ? RunEnding.None : RunEnding.Succeeded,
    };
}
