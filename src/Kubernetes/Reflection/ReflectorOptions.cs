namespace Muster.Kubernetes;

/// <summary>Bounds of a <see cref="Reflector{T}"/>.</summary>
public sealed record ReflectorOptions
{
    /// <summary>Objects a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Objects kept at most; a collection that has more is not reflected, and that is told.</summary>
    public int MaxObjects { get; init; } = 200_000;

    /// <summary>Bytes of one object at most; a larger one is passed over, and that is told.</summary>
    public int MaxObjectBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Objects above which an empty list is read a second time before it counts.</summary>
    public int EmptyDoubt { get; init; } = 20;

    /// <summary>How long a watch may say nothing before it is opened anew. A bookmark is expected about every minute.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long the server is asked to keep a watch open, at least.</summary>
    public TimeSpan WatchAtLeast { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the server is asked to keep a watch open, at most.</summary>
    public TimeSpan WatchAtMost { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a whole list may take.</summary>
    public TimeSpan ListDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>First pause after a failure; it doubles with each one that follows.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause after a failure.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause before a watch that ended as it should is opened again, at most.</summary>
    public TimeSpan ResumeJitter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// For how long lists older than what is known are refused. After that the server's history is taken to have been set back
    /// (a store restored from a copy); even then, what is newer than the list is not taken to be gone.
    /// </summary>
    public TimeSpan OlderListPatience { get; init; } = TimeSpan.FromMinutes(5);
}
