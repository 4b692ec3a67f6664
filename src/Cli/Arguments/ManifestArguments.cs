using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>The options of commands that read manifests, and the jobs they read.</summary>
internal sealed class ManifestArguments
{
    // The queue of a manifest that names none. A context's own takes its place.
    private static readonly string DefaultQueue = new JobSpec().Queue;

    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "A manifest, a folder of them, or - for standard input; may be given again",
        HelpName = "FILE|DIR|-",
        Required = true,
    };

    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Queue to use instead of the manifest's", HelpName = "QUEUE" };

    private readonly ImportArguments _import = new();
    private readonly Dictionary<JobId, string> _sources = [];

    public void AddTo(Command command)
    {
        _import.AddTo(command);
        command.Options.Add(_files);
        command.Options.Add(_queue);
    }

    /// <summary>The files as they were given, as part of a command line.</summary>
    public string CommandLine(Session session)
    {
        var files = string.Concat(session.Arguments.GetRequiredValue(_files).Select(f => $" -f {ShellWord.Quote(f)}"));
        return session.Arguments.GetValue(_queue) is { } queue ? $"{files} -q {queue}" : files;
    }

    /// <summary>Where a job comes from, for errors, which do not tell one of several from another; nothing for the only one.</summary>
    public string Place(JobId job) => _sources.Count > 1 ? $"{_sources[job]}: job/{job}: " : "";

    /// <summary>The jobs, with what was made of them said.</summary>
    /// <exception cref="UsageException">The queue is no name.</exception>
    public List<Job> Read(Session session)
    {
        var manifests = ManifestFiles.Read(session.Arguments.GetRequiredValue(_files), session.Context.World.In, _import.Read(session.Arguments, session.Namespace));
        ManifestNotes.Say(session.Context.Error, manifests);
        var queue = session.Arguments.GetValue(_queue);
        if (queue is not null && !Names.IsLabel(queue))
            throw new UsageException($"--queue: '{Names.Clip(queue)}' is not a name");
        foreach (var manifest in manifests)
            _sources[manifest.Job.Id] = manifest.Source;
        return [.. manifests.Select(m => In(m.Job, queue ?? (m.Job.Spec.Queue == DefaultQueue ? session.Connection.Queue : null)))];
    }

    private static Job In(Job job, string? queue) => queue is null ? job : job with { Spec = job.Spec with { Queue = queue } };
}
