using Microsoft.Extensions.Logging;

namespace Muster.Kubernetes;

/// <summary>Passes everything on, and logs what goes wrong: a kind of trouble when it begins, not each time it is met.</summary>
internal sealed partial class LoggedSink<T>(IReflectorSink<T> sink, string what, ILogger log) : IReflectorSink<T>
{
    private ReflectorTroubleKind? _kind;

    public void Added(T item) => sink.Added(item);

    public void Modified(T item) => sink.Modified(item);

    public void Deleted(T item) => sink.Deleted(item);

    public void Synced()
    {
        _kind = null;
        sink.Synced();
    }

    public void Troubled(ReflectorTrouble trouble)
    {
        // The ordinary ends of a long watch, and of one of a quiet cluster.
        if (trouble.Kind is not (ReflectorTroubleKind.Expired or ReflectorTroubleKind.Silent) && trouble.Kind != _kind)
            LogTrouble(log, what, trouble.Kind, trouble.Message);
        _kind = trouble.Kind;
        sink.Troubled(trouble);
    }

    [LoggerMessage(1, LogLevel.Warning, "Following {What}: {Kind}: {Problem}")]
    private static partial void LogTrouble(ILogger logger, string what, ReflectorTroubleKind kind, string problem);
}
