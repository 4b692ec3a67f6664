using System.CommandLine;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get queues</c></summary>
internal sealed class GetQueuesCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "Only this queue", Arity = ArgumentArity.ZeroOrOne };
    private readonly OutputOptions _output = new();

    public static Command Create(CliContext context)
    {
        var get = new GetQueuesCommand();
        var command = new Verb("queues", "Show queues, and how much waits in them and is admitted.",
            """
            SHARE is how far above its quota a queue is, by weight.

            Examples:
              muster get queues -o wide
              muster get queue training -o yaml
            """) { get._name };
        command.Aliases.Add("queue");
        get._output.AddTo(command);
        Session.Runs(command, context, writes: false, get.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var queues = await session.Client.ListQueuesAsync(cancellationToken);
        var name = session.Arguments.GetValue(_name);
        var shown = queues.Where(q => name is null || q.Spec.Name == name).ToList();
        if (name is not null && shown.Count == 0)
            throw new QueueNotFoundException(name);
        switch (_output.FormatOf(session))
        {
            case OutputFormat.Name:
                shown.ForEach(q => session.Print($"queue/{q.Spec.Name}"));
                break;
            case OutputFormat.Json or OutputFormat.Yaml:
                Objects.Write(session.Out, shown, name is not null, MusterJson.Default.QueueSnapshot, _output.FormatOf(session) == OutputFormat.Yaml);
                break;
            case var format:
                Show(session, shown, format == OutputFormat.Wide);
                break;
        }
        return ExitCode.Ok;
    }

    private void Show(Session session, List<QueueSnapshot> queues, bool wide)
    {
        var table = new Table(["NAME", "PARENT", "STRATEGY", "PENDING", "ADMITTED", "SHARE", .. wide ? (string[])["WEIGHT", "USAGE"] : []]);
        foreach (var queue in queues)
            table.Add(
            [
                queue.Spec.Name, queue.Spec.Parent ?? "", queue.Spec.Strategy.ToString(), Number(queue.Pending), Number(queue.Admitted),
                (queue.Share / 1000m).ToString("0.###", CultureInfo.InvariantCulture),
                .. wide ? (string[])[Number(queue.Spec.Weight), string.Join("; ", queue.Usage.Select(u => $"{u.Flavor}: {u.Resources}"))] : [],
            ]);
        table.Write(session.Out, !session.Arguments.GetValue(_output.NoHeaders));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
