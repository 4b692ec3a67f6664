using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster describe queue</c></summary>
internal static class DescribeQueueCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The queue" };
        var command = new Verb("queue", "Show all that there is to say of a queue: its quotas, what is used of them, and the queues below it.",
            """
            Example:
              muster describe queue training
            """) { name };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var queue = await session.Client.GetQueueAsync(session.Arguments.GetRequiredValue(name), cancellationToken);
            var all = await session.Client.ListQueuesAsync(cancellationToken);
            var below = all.Where(q => q.Spec.Parent == queue.Spec.Name).Select(q => q.Spec.Name);
            var fields = new FieldList();
            fields.Add("Name", queue.Spec.Name);
            fields.Add("Parent", queue.Spec.Parent);
            fields.Add("Queues below", string.Join(", ", below));
            fields.Add("Strategy", queue.Spec.Strategy.ToString());
            fields.Add("Weight", queue.Spec.Weight);
            fields.Add("Cordon", queue.Cordon is { } cordon ? new Cell(cordon.Describe(), Tone.Waiting) : "");
            fields.Add("Pending", queue.Pending);
            fields.Add("Admitted", queue.Admitted);
            fields.Add("Share", FleetViews.Share(queue));
            fields.Write(session.Out);
            ShowQuotas(session, queue, all);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void ShowQuotas(Session session, QueueSnapshot queue, IReadOnlyCollection<QueueSnapshot> all)
    {
        session.Print("\nQuotas:");
        var table = new Table("  FLAVOR", "RESOURCE", "USED", "NOMINAL", "WITH THOSE BELOW", "MAY BORROW", "MAY LEND");
        foreach (var use in QuotaUse.Of(queue, all))
            table.Add("  " + use.Flavor, use.Resource, use.Text(use.Used), use.Nominal is { } n ? use.Text(n) : "none", use.Tree is { } t ? use.Text(t) : "none",
                use.Borrowing is { } b ? use.Text(b) : "any", use.Lending is { } l ? use.Text(l) : "all");
        table.Write(session.Out, headersToo: true);
    }
}
