using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster cluster</c></summary>
internal static class ClusterCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Verb("cluster", "Register clusters, look after them, and remove them.",
            """
            Examples:
              muster cluster add east --kubeconfig east.yaml
              muster cluster get
              muster cluster describe east
              muster cluster check east
              muster cluster remove east
            """)
        {
            AddClusterCommand.Create(context), GetClustersCommand.Create(context, "get"), DescribeClusterCommand.Create(context, "describe"), Check(context), Accept(context), Remove(context),
        };
        command.SetAction(_ => context.Usage("say what to do, as in: muster cluster get", command));
        return command;
    }

    /// <summary>What a check found; the exit code says whether the cluster can be used.</summary>
    public static int Show(Session session, string name, ClusterCheck check)
    {
        var fields = new FieldList();
        fields.Add("Cluster", name);
        fields.Add("Reachable", check.Reachable ? new Cell("yes", Tone.Good) : new Cell("no", Tone.Bad));
        fields.Add("Identity", check.Uid);
        fields.Add("Rights", check.Missing.IsEmpty ? check.Reachable ? "all there" : "" : new Cell($"{check.Missing.Length} missing", Tone.Bad));
        fields.Write(session.Out);
        foreach (var right in check.Missing)
            session.Print($"  {right}");
        if (!check.Missing.IsEmpty)
            session.Say("what is needed is in deploy/member-cluster/rbac.yaml: kubectl apply -f rbac.yaml, in that cluster");
        else if (check.Problem is { } problem)
            session.Say($"error: {problem}");
        return check.Problem is null && check.Missing.IsEmpty ? ExitCode.Ok : ExitCode.Error;
    }

    private static Verb Check(CliContext context)
    {
        var name = Name();
        var namespaces = new Option<string[]>("--namespace", "-n") { Description = "Namespace to look for rights in; may be given again; default: default", HelpName = "NAMESPACE" };
        var command = new Verb("check", "Look whether a cluster answers, and whether every right is there.",
            """
            It changes nothing. It ends with 1 when the cluster cannot be used as it should.

            Examples:
              muster cluster check east
              muster cluster check east -n research -n training
            """) { name, namespaces };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var cluster = session.Arguments.GetRequiredValue(name);
            return Show(session, cluster, await session.Client.CheckClusterAsync(cluster, session.Arguments.GetValue(namespaces), cancellationToken));
        });
        return command;
    }

    private static Verb Accept(CliContext context)
    {
        var name = Name();
        var uid = new Option<string?>("--uid") { Description = "The identity that is to be accepted; without it, whichever answers", HelpName = "UID" };
        var command = new Verb("accept", "Accept the cluster that answers in the place of one that is gone for good.",
            """
            A cluster that was built anew under its old address shows as Replaced and takes no work. Who accepts the new one says
            that the old one is gone: jobs that held places there are queued again. If it is not gone, they run twice.

            Examples:
              muster cluster accept east
              muster cluster accept east --uid 7a0c2f4e-51c9-4a55-9d2f-6c1b3f7a9e10
            """) { name, uid };
        Session.Runs(command, context, writes: true, async (session, cancellationToken) =>
        {
            var cluster = await session.Client.AcceptClusterAsync(session.Arguments.GetRequiredValue(name), session.Arguments.GetValue(uid), cancellationToken);
            session.Print($"cluster/{cluster.Spec.Name}: accepted {cluster.Uid}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Verb Remove(CliContext context)
    {
        var name = Name();
        var force = new Option<bool>("--force") { Description = "Also while jobs hold places there: they are queued again, and pods that run there go on unwatched" };
        var command = new Verb("remove", "Remove a cluster that was registered, and its credential.",
            """
            It is refused while jobs hold places there: cordon the cluster first, and wait for them. One of the silo's
            configuration is taken out of that instead.

            Examples:
              muster cluster remove east
              muster cluster remove east --force
            """) { name, force };
        Session.Runs(command, context, writes: true, async (session, cancellationToken) =>
        {
            var cluster = session.Arguments.GetRequiredValue(name);
            await session.Client.RemoveClusterAsync(cluster, session.Arguments.GetValue(force), cancellationToken);
            session.Print($"cluster/{cluster}: removed");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "The cluster" };
}
