using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster recover</c></summary>
internal sealed class RecoverCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be done, and change nothing" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };
    private readonly Option<string[]> _without = new("--without") { Description = "Leave a cluster out that cannot be reached: what runs there stays as it is until it is recovered as well; may be given again", HelpName = "CLUSTER" };

    public static Command Create(CliContext context)
    {
        var recover = new RecoverCommand();
        var command = new Verb("recover", "Rebuild the ledger from what the clusters show, after it was lost or went back.",
            """
            The silos stand still when they find their ledger wiped, rolled back or another one. This looks at every cluster,
            shows what runs there and what the ledger knows of it, and puts the ledger right: jobs that it does not know are put
            on record as they run, records that are behind are moved forward. Pods of which too little is known are left alone,
            and named. Jobs that were accepted and never started, and ends that were recorded since a copy was made, are lost.
            Nothing else is recorded meanwhile. Afterwards start every silo anew.

            Examples:
              muster recover --dry-run
              muster recover --yes
              muster recover --yes --without east
            """) { recover._dryRun, recover._yes, recover._without };
        Session.Runs(command, context, writes: true, recover.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var without = session.Arguments.GetValue(_without) ?? [];
        var plan = await session.Client.RecoverAsync(dryRun: true, without, cancellationToken);
        Show(session, plan);
        if (session.Arguments.GetValue(_dryRun))
            return ExitCode.Ok;
        if (!Confirm(session, plan))
            return ExitCode.Ok;
        var report = await session.Client.RecoverAsync(dryRun: false, without, cancellationToken);
        session.Context.Farewell = "the recovery goes on; look again: muster recover --dry-run";
        while (report.State == RecoveryState.Running)
        {
            await Task.Delay(Pause, session.Context.World.Clock, cancellationToken);
            report = await session.Client.GetRecoveryAsync(cancellationToken);
        }
        session.Context.Farewell = null;
        return End(session, report);
    }

    private static int End(Session session, RecoveryReport report)
    {
        if (report.Problem is { } problem)
            session.Say($"{(report.State == RecoveryState.Done ? "warning" : "error")}: {problem}");
        if (report.State != RecoveryState.Done)
            return ExitCode.Error;
        session.Print($"recovered: {report.Recreated} put on record, {report.MovedForward} moved forward, {report.Kept} as they were, {report.Superseded} superseded, {report.Unrecoverable} left alone");
        session.Say("start every silo anew now: until then none of them acts");
        return ExitCode.Ok;
    }

    private bool Confirm(Session session, RecoveryReport plan)
    {
        if (session.Arguments.GetValue(_yes))
            return true;
        if (!session.Context.World.CanAsk)
            throw new UsageException("say --yes to recover the ledger so, or --dry-run only to see it");
        session.Context.Error.Write($"Recover the ledger so: {plan.Recreated + plan.MovedForward} records are written, and every silo has to be started anew? [y/N] ");
        session.Context.Error.Flush();
        using var reader = new StreamReader(session.Context.In, leaveOpen: true);
        if (reader.ReadLine()?.Trim() is "y" or "Y" or "yes")
            return true;
        session.Say("nothing done");
        return false;
    }

    private static void Show(Session session, RecoveryReport plan)
    {
        var fields = new FieldList();
        fields.Add("Ledger", plan.Incarnation ?? "none");
        fields.Add("Acts", plan.Stopped is { } stopped ? new Cell($"no: {stopped}", Tone.Bad) : plan.Frozen ? new Cell("no: a recovery was begun and has not ended", Tone.Bad) : "yes");
        fields.Write(session.Out);
        var clusters = new Table("CLUSTER", "NODES", "ATTEMPTS", "PODS", "PROBLEM");
        foreach (var cluster in plan.Clusters)
            clusters.Add(cluster.Name, cluster.Nodes, cluster.Attempts, cluster.Pods,
                cluster.LeftOut ? new Cell("left out", Tone.Waiting) : cluster.Problem is { } problem ? new Cell(problem, Tone.Bad) : "");
        session.Print("");
        clusters.Write(session.Out, headersToo: true);
        if (plan.Jobs.IsEmpty)
            return;
        var jobs = new Table("JOB", "ATTEMPT", "CLUSTER", "PODS", "VERDICT", "REASON");
        foreach (var job in plan.Jobs)
            jobs.Add(job.Job, job.Attempt, job.Cluster, job.Pods, new Cell(job.Verdict.ToString(), job.Verdict == RecoveryVerdict.Unrecoverable ? Tone.Bad : Tone.None), job.Reason);
        session.Print("");
        jobs.Write(session.Out, headersToo: true);
    }
}
