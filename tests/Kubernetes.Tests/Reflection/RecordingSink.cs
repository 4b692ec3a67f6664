using System.Collections.Concurrent;

namespace Muster.Kubernetes.Tests;

/// <summary>Keeps what it is told, and notes all that a consumer must never be told.</summary>
internal sealed class RecordingSink : IReflectorSink<Item>
{
    private int _inside;

    public ConcurrentDictionary<string, Item> Items { get; } = new();

    public ConcurrentQueue<string> Violations { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public ConcurrentQueue<ReflectorTrouble> Troubles { get; } = new();

    public ConcurrentDictionary<string, bool> DeletedUids { get; } = new();

    public int Syncs;

    /// <summary>Thrown at the next call.</summary>
    public Exception? Fail { get; set; }

    public void Added(Item item) => Enter("added", item, () =>
    {
        if (!Items.TryAdd(item.Metadata.Uid, item))
            Violations.Enqueue($"{item.Metadata.Name} added twice");
        if (Items.Values.Any(o => o.Metadata.Name == item.Metadata.Name && o.Metadata.Uid != item.Metadata.Uid && o.Metadata.Namespace == item.Metadata.Namespace))
            Violations.Enqueue($"{item.Metadata.Name} added beside another of its name");
    });

    public void Modified(Item item) => Enter("modified", item, () =>
    {
        if (!Items.TryGetValue(item.Metadata.Uid, out var before))
            Violations.Enqueue($"{item.Metadata.Name} modified, but never added");
        else if (Revision.IsOlder(item.Metadata.ResourceVersion, before.Metadata.ResourceVersion))
            Violations.Enqueue($"{item.Metadata.Name} went back");
        Items[item.Metadata.Uid] = item;
    });

    public void Deleted(Item item) => Enter("deleted", item, () =>
    {
        DeletedUids[item.Metadata.Uid] = true;
        if (!Items.TryRemove(item.Metadata.Uid, out _))
            Violations.Enqueue($"{item.Metadata.Name} deleted, but never added");
    });

    public void Synced() => Interlocked.Increment(ref Syncs);

    public void Troubled(ReflectorTrouble trouble) => Troubles.Enqueue(trouble);

    public bool Saw(ReflectorTroubleKind kind) => Troubles.Any(t => t.Kind == kind);

    private void Enter(string what, Item item, Action note)
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
            Violations.Enqueue("called by two threads at a time");
        Log.Enqueue($"{what} {item.Metadata.Name}");
        note();
        Volatile.Write(ref _inside, 0);
        if (Fail is { } failure)
        {
            Fail = null;
            throw failure;
        }
    }
}
