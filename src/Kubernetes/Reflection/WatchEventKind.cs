namespace Muster.Kubernetes;

/// <summary>What a line of a watch says.</summary>
internal enum WatchEventKind
{
    /// <summary>Nothing that can be understood.</summary>
    Unreadable,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}
