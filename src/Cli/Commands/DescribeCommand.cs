using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster describe</c></summary>
internal static class DescribeCommand
{
    public static Command Create(CliContext context)
    {
        var describe = new Verb("describe", "Show all that there is to say of one thing.",
            """
            Examples:
              muster describe job train-llm
              muster describe queue training
              muster describe cluster east
              muster describe node east/node-7
            """)
        {
            DescribeJobCommand.Create(context), DescribeQueueCommand.Create(context), DescribeClusterCommand.Create(context), DescribeNodeCommand.Create(context),
        };
        foreach (var kind in describe.Subcommands)
            foreach (var name in KindName.Aliases(KindName.Of(kind.Name)!).Append(KindName.Of(kind.Name)!))
                if (name != kind.Name)
                    kind.Aliases.Add(name);
        describe.SetAction(_ => context.Usage("say what to describe: job, queue, cluster or node, as in: muster describe job NAME", describe));
        return describe;
    }
}
