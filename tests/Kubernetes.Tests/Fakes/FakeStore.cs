using System.Globalization;
using System.Text.Json.Nodes;

namespace Muster.Kubernetes.Tests;

/// <summary>Objects and all that ever happened to them, under one counter of revisions.</summary>
internal sealed class FakeStore
{
    private readonly Lock _lock = new();
    private readonly List<FakeChange> _history = [];
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _compacted;

    public long Revision { get; private set; } = 100;

    /// <summary>Watches from before this are answered with 410.</summary>
    public long Compacted => Interlocked.Read(ref _compacted);

    public static string Text(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Forgets the history up to now.</summary>
    public void Compact()
    {
        lock (_lock)
            _compacted = Revision;
    }

    /// <summary>Moves the revision on, as writes to other collections do.</summary>
    public void Skip()
    {
        lock (_lock)
            Revision++;
    }

    public JsonObject? Read(string resource, string? space, string name)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(Key(resource, space, name));
    }

    /// <summary>What matched at a revision; the present one where none is named.</summary>
    public (long Revision, List<JsonObject> Items) List(string resource, FakeSelector selector, long? at = null)
    {
        lock (_lock)
        {
            var then = at ?? Revision;
            var objects = at is null ? _objects : Replay(then);
            return (then, [.. objects.Where(o => o.Key.StartsWith(resource + "/", StringComparison.Ordinal)).Select(static o => o.Value).Where(selector.Matches)]);
        }
    }

    /// <summary>What a reflector must have in the end: revisions by uid.</summary>
    public Dictionary<string, string> Revisions(string resource) =>
        List(resource, new FakeSelector(null, null, null)).Items.ToDictionary(static i => (string)i["metadata"]!["uid"]!, static i => (string)i["metadata"]!["resourceVersion"]!);

    /// <summary>What came after a revision, and a task that ends when more comes.</summary>
    public (List<FakeChange> Changes, long Revision, Task More) After(string resource, long revision)
    {
        lock (_lock)
        {
            var first = _history.Count;
            while (first > 0 && _history[first - 1].Revision > revision)
                first--;
            return ([.. _history.Skip(first).Where(c => c.Resource == resource)], Revision, _changed.Task);
        }
    }

    /// <summary>Writes; <paramref name="change"/> gets what is there and returns what shall be (null: nothing).</summary>
    public FakeChange Write(string resource, string? space, string name, Func<JsonObject?, JsonObject?> change)
    {
        TaskCompletionSource changed;
        FakeChange made;
        lock (_lock)
        {
            var key = Key(resource, space, name);
            var before = _objects.GetValueOrDefault(key);
            var after = change(before?.DeepClone().AsObject());
            if (before is null && after is null)
                return new FakeChange(resource, Revision, null, null);
            Revision++;
            if (after is null)
                _objects.Remove(key);
            else
                _objects[key] = after = FakeChange.Stamped(after, Revision);
            _history.Add(made = new FakeChange(resource, Revision, before, after));
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.TrySetResult();
        return made;
    }

    /// <summary>Writes, unless <paramref name="change"/> throws <see cref="FakeRefusal"/>.</summary>
    public FakeChange? Write(string resource, string? space, string name, Func<JsonObject?, JsonObject?> change, out bool refused)
    {
        try
        {
            refused = false;
            return Write(resource, space, name, change);
        }
        catch (FakeRefusal)
        {
            refused = true;
            return null;
        }
    }

    /// <summary>Creates, or replaces what is there with another object of that name.</summary>
    public JsonObject Create(string resource, string? space, string name, Action<JsonObject>? with = null)
    {
        Delete(resource, space, name);
        return Write(resource, space, name, _ => New(space, name, with)).After!;
    }

    /// <summary>Has the watches of a collection say a line that no server should.</summary>
    public void Say(string resource, string line)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _history.Add(new FakeChange(resource, ++Revision, null, null) { Line = line });
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.TrySetResult();
    }

    public void Touch(string resource, string? space, string name, string value) => Write(resource, space, name, before =>
    {
        before?["metadata"]!["annotations"] = new JsonObject { ["value"] = value };
        return before;
    });

    public void Delete(string resource, string? space, string name) => Write(resource, space, name, static _ => null);

    public static JsonObject New(string? space, string name, Action<JsonObject>? with)
    {
        var metadata = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString() };
        if (space is not null)
            metadata["namespace"] = space;
        var made = new JsonObject { ["metadata"] = metadata };
        with?.Invoke(made);
        return made;
    }

    private static string Key(string resource, string? space, string name) => $"{resource}/{space}/{name}";

    private SortedDictionary<string, JsonObject> Replay(long revision)
    {
        var objects = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var change in _history.TakeWhile(c => c.Revision <= revision).Where(static c => c.Line is null))
        {
            var metadata = change.Latest["metadata"]!;
            var key = Key(change.Resource, (string?)metadata["namespace"], (string)metadata["name"]!);
            if (change.After is null)
                objects.Remove(key);
            else
                objects[key] = change.After;
        }
        return objects;
    }
}
