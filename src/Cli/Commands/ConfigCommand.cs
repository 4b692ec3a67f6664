using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster config</c></summary>
internal static class ConfigCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Verb("config", "Keep contexts: named ways to silos, with what to use there.",
            """
            They are kept in $MUSTER_CONFIG, else in ~/.config/muster/config.yaml. What a context says comes after what the
            command line and the environment say; a context named with --context comes before the environment.

            Examples:
              muster config set-context prod --server https://muster.example.com --token-file ~/.muster-token -n research
              muster config use-context prod
              muster config get-contexts
            """)
        {
            GetContexts(context), CurrentContext(context), UseContext(context), SetContextCommand.Create(context), DeleteContext(context), View(context),
        };
        command.SetAction(_ => context.Usage("say what to do, as in: muster config get-contexts", command));
        return command;
    }

    /// <exception cref="ConfigException">There is no place for it.</exception>
    public static string PathOf(CliContext context) => context.ConfigPath ?? throw new ConfigException("there is no home to keep contexts in; set MUSTER_CONFIG to a file");

    /// <exception cref="UsageException">There is no such context.</exception>
    public static ConfigContext Find(CliConfig config, string name) => config.Find(name)
        ?? throw new UsageException($"there is no context '{Names.Clip(name)}'; {(config.Contexts.Length == 0 ? "there are none yet" : Nearest.Advice(name, [.. config.Contexts.Select(c => c.Name)]))}");

    private static Verb GetContexts(CliContext context)
    {
        var output = OutputOptions.Choice(OutputFormat.Table, OutputFormat.Name);
        var noHeaders = new Option<bool>("--no-headers") { Description = "Leave the table's first line out" };
        var command = new Verb("get-contexts", "Show the contexts; a star marks the current one.",
            """
            Examples:
              muster config get-contexts
              muster config get-contexts -o name
            """) { output, noHeaders };
        Session.RunsAlone(command, context, writes: false, (arguments, _) =>
        {
            var config = context.Config;
            if (arguments.GetValue(output)?.Format == OutputFormat.Name)
                foreach (var each in config.Contexts)
                    context.Print(each.Name);
            else if (config.Contexts.Length == 0)
                context.Say("no contexts; make one with: muster config set-context NAME --server URL");
            else
                Show(context, config, !arguments.GetValue(noHeaders));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Show(CliContext context, CliConfig config, bool headers)
    {
        var table = new Table("CURRENT", "NAME", "SERVER", "NAMESPACE", "QUEUE", "TOKEN");
        foreach (var each in config.Contexts)
            table.Add(each.Name == config.Current ? "*" : "", each.Name, each.Server, each.Namespace, each.Queue, each.Token is not null ? "kept here" : each.TokenFile);
        table.Write(context.Out, headers);
    }

    private static Verb CurrentContext(CliContext context)
    {
        var command = new Verb("current-context", "Show the name of the current context.",
            """
            Example:
              muster config current-context
            """);
        Session.RunsAlone(command, context, writes: false, (_, _) =>
        {
            if (context.Config.Current is not { } current)
                throw new ConfigException("there is no current context; choose one with: muster config use-context NAME");
            context.Print(current);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Verb UseContext(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The context" };
        var command = new Verb("use-context", "Make a context the current one.",
            """
            Example:
              muster config use-context prod
            """) { name };
        Session.RunsAlone(command, context, writes: false, (arguments, _) =>
        {
            var found = Find(context.Config, arguments.GetRequiredValue(name));
            ConfigFile.Write(PathOf(context), context.Config with { Current = found.Name });
            context.Print($"context/{found.Name}: current");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Verb DeleteContext(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The context" };
        var command = new Verb("delete-context", "Forget a context.",
            """
            Example:
              muster config delete-context old
            """) { name };
        Session.RunsAlone(command, context, writes: false, (arguments, _) =>
        {
            var found = Find(context.Config, arguments.GetRequiredValue(name));
            ConfigFile.Write(PathOf(context), context.Config.Without(found.Name));
            context.Print($"context/{found.Name}: deleted");
            if (context.Config.Current == found.Name)
                context.Say("note: it was the current one; there is none now");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Verb View(CliContext context)
    {
        var output = OutputOptions.Choice(OutputFormat.Yaml, OutputFormat.Json, OutputFormat.JsonPath);
        var command = new Verb("view", "Show the configuration, without its tokens.",
            """
            Examples:
              muster config view
              muster config view -o jsonpath={.contexts[*].server}
            """) { output };
        Session.RunsAlone(command, context, writes: false, (arguments, _) =>
        {
            var choice = arguments.GetValue(output) ?? new OutputChoice(OutputFormat.Yaml);
            Objects.Write(context.Out, [ConfigText.Tree(context.Config, redacted: true)], single: true, choice);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
