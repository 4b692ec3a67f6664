namespace Muster.Kubernetes;

/// <summary>
/// What is known of a collection, by uid, and the only place from which the consumer is told. An older version never replaces a newer
/// one, and an object is only ever given up on evidence that is not older than itself: an event that says so, another uid under its
/// name, or its absence from a whole list of a revision at or after its own.
/// </summary>
internal sealed class ObjectStore<T>(Func<T, ObjectIdentity> identityOf, GuardedSink<T> sink, int maxObjects)
    where T : class
{
    private readonly Dictionary<string, Entry> byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), string> uidByName = [];

    public GuardedSink<T> Sink => sink;

    public int Count => byUid.Count;

    /// <summary>An object is there, in this version.</summary>
    public StoreResult Put(T item, in ObjectIdentity identity)
    {
        if (byUid.TryGetValue(identity.Uid, out var known))
        {
            if (known.Identity.Revision == identity.Revision || Revision.IsOlder(identity.Revision, known.Identity.Revision))
                return StoreResult.Ignored;
            Keep(item, identity);
            sink.Modified(item);
            return StoreResult.Applied;
        }
        // The name has another owner now; its old one is gone, whether or not that was seen. An older one comes from the past.
        if (uidByName.TryGetValue((identity.Namespace, identity.Name), out var uid))
        {
            var owner = byUid[uid];
            if (Revision.IsOlder(identity.Revision, owner.Identity.Revision))
                return StoreResult.Ignored;
            Forget(owner);
            sink.Deleted(owner.Item);
        }
        if (byUid.Count >= maxObjects)
            return StoreResult.Full;
        Keep(item, identity);
        sink.Added(item);
        return StoreResult.Applied;
    }

    /// <summary>An object is gone; <paramref name="last"/> is its last state, where the event could be read.</summary>
    public StoreResult Remove(T? last, in ObjectIdentity identity)
    {
        if (!byUid.TryGetValue(identity.Uid, out var known) || Revision.IsOlder(identity.Revision, known.Identity.Revision))
            return StoreResult.Ignored;
        Forget(known);
        sink.Deleted(last ?? known.Item);
        return StoreResult.Applied;
    }

    /// <summary>All that is there, as of one revision.</summary>
    public StoreResult Replace(ObjectList<T> list)
    {
        foreach (var gone in Missing(list))
        {
            Forget(gone);
            sink.Deleted(gone.Item);
        }
        var result = StoreResult.Applied;
        foreach (var item in list.Items)
        {
            if (Put(item, identityOf(item)) == StoreResult.Full)
                result = StoreResult.Full;
        }
        return result;
    }

    private List<Entry> Missing(ObjectList<T> list)
    {
        var present = new HashSet<string>(list.Items.Count, StringComparer.Ordinal);
        foreach (var item in list.Items)
            present.Add(identityOf(item).Uid);
        foreach (var identity in list.Unreadable)
        {
            if (identity.Uid.Length > 0)
                present.Add(identity.Uid);
            else if (uidByName.TryGetValue((identity.Namespace, identity.Name), out var uid))
                present.Add(uid);
            else
                // It may be any of those that are missing.
                return [];
        }
        return [.. byUid.Values.Where(known => !present.Contains(known.Identity.Uid) && !Revision.IsOlder(list.Revision, known.Identity.Revision))];
    }

    private void Keep(T item, in ObjectIdentity identity)
    {
        byUid[identity.Uid] = new Entry(item, identity);
        uidByName[(identity.Namespace, identity.Name)] = identity.Uid;
    }

    private void Forget(Entry entry)
    {
        byUid.Remove(entry.Identity.Uid);
        var name = (entry.Identity.Namespace, entry.Identity.Name);
        if (uidByName.TryGetValue(name, out var uid) && uid == entry.Identity.Uid)
            uidByName.Remove(name);
    }

    private readonly record struct Entry(T Item, ObjectIdentity Identity);
}
