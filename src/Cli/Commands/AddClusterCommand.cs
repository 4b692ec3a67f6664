using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster cluster add</c></summary>
internal sealed class AddClusterCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Its name in the fleet: lower-case letters, digits and '-'" };
    private readonly Option<string> _kubeconfig = new("--kubeconfig") { Description = "File with address, authority and credential; - for standard input", HelpName = "FILE|-", Required = true };
    private readonly Option<string?> _context = new("--kube-context") { Description = "Which context of that file; without it the only one, or the current one", HelpName = "CONTEXT" };
    private readonly Option<string[]> _labels = new("--label") { Description = "Label that jobs select clusters by; may be given again", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> _namespaces = new("--namespace", "-n") { Description = "Namespace in which jobs are to run, to look for rights there; may be given again; default: default", HelpName = "NAMESPACE" };
    private readonly Option<bool> _replace = new("--replace") { Description = "Labels and credential take the place of those of a cluster of that name" };
    private readonly Option<bool> _force = new("--force") { Description = "Register it although it does not answer, or rights are missing" };

    public static Command Create(CliContext context)
    {
        var add = new AddClusterCommand();
        var command = new Verb("add", "Register a cluster by a kubeconfig, once it was seen that it can be used.",
            """
            The silo asks the cluster for its identity and for each right that it needs; what is missing is named, and then
            nothing is registered. deploy/member-cluster/rbac.yaml gives exactly those rights. The credential is kept by the
            silo, and shown nowhere. A kubeconfig that runs programs (exec), reads other files or skips the check of
            certificates is refused: write a token or a certificate into it.

            Examples:
              muster cluster add east --kubeconfig east.yaml
              muster cluster add east --kubeconfig ~/.kube/config --kube-context kind-east --label region=eu --label gpu=h100
              muster cluster add east --kubeconfig east.yaml -n research -n training
              muster cluster add east --kubeconfig new-token.yaml --replace
              kubectl config view --raw --minify --flatten | muster cluster add east --kubeconfig -
            """) { add._name, add._kubeconfig, add._context, add._labels, add._namespaces, add._replace, add._force };
        Session.Runs(command, context, writes: true, add.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var arguments = session.Arguments;
        var options = new AddClusterOptions { Labels = Labels(arguments.GetValue(_labels) ?? []), Replace = arguments.GetValue(_replace), Force = arguments.GetValue(_force) };
        if (arguments.GetValue(_namespaces) is { Length: > 0 } namespaces)
            options = options with { Namespaces = [.. namespaces] };
        var access = Kubeconfig.Read(ReadText(session, arguments.GetRequiredValue(_kubeconfig)), arguments.GetValue(_context));
        var cluster = await session.Client.AddClusterAsync(arguments.GetRequiredValue(_name), access, options, cancellationToken);
        session.Print($"cluster/{cluster.Spec.Name}: registered{(cluster.Uid is { } uid ? $", identity {uid}" : "")}");
        if (cluster.Uid is null)
            session.Say($"note: it was not heard from yet; see: muster cluster check {cluster.Spec.Name}");
        return ExitCode.Ok;
    }

    // One byte more than is allowed is enough for the reader to say so.
    private static string ReadText(Session session, string path)
    {
        using var file = path == "-" ? session.Context.In : File.OpenRead(path);
        var buffer = new byte[Kubeconfig.MaxBytes + 1];
        return Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    private static ImmutableSortedDictionary<string, string> Labels(string[] words)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UsageException($"--label: '{Names.Clip(word)}' is no label; write NAME=VALUE, for example region=eu");
            if (!labels.TryAdd(word[..equals], word[(equals + 1)..]))
                throw new UsageException($"--label: '{Names.Clip(word[..equals])}' is given twice; give it once");
        }
        return labels.ToImmutable();
    }
}
