using System.Collections.Concurrent;
using System.Net;

namespace Muster.Kubernetes.Tests;

/// <summary>What a real API server does not do on demand. Counters count down; at 0 nothing is wrong.</summary>
internal sealed class FakeFaults
{
    private readonly ConcurrentDictionary<string, int> _counters = new();

    /// <summary>How a watch from a compacted revision is answered.</summary>
    public FakeExpiry Expiry { get; set; }

    /// <summary>Time between bookmarks; null for none.</summary>
    public TimeSpan? Bookmarks { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Lists are of this revision; null for the present one.</summary>
    public long? ListAt { get; set; }

    /// <summary>Lists hold nothing, though of the present revision.</summary>
    public int EmptyLists { set => _counters[nameof(EmptyLists)] = value; }

    /// <summary>Lists answered with this status.</summary>
    public (int Count, HttpStatusCode Status) RefuseLists { set => Set(nameof(RefuseLists), value.Count, value.Status); }

    /// <summary>Later pages of lists answered with this status; 410 as for a continue token that is too old.</summary>
    public (int Count, HttpStatusCode Status) RefusePages { set => Set(nameof(RefusePages), value.Count, value.Status); }

    /// <summary>Watches answered with this status.</summary>
    public (int Count, HttpStatusCode Status) RefuseWatches { set => Set(nameof(RefuseWatches), value.Count, value.Status); }

    /// <summary>Requests of any kind answered with this status; 429 with a Retry-After of a second.</summary>
    public (int Count, HttpStatusCode Status) RefuseAll { set => Set(nameof(RefuseAll), value.Count, value.Status); }

    /// <summary>Watches that end at once, in good order, having said nothing.</summary>
    public int BarrenWatches { set => _counters[nameof(BarrenWatches)] = value; }

    /// <summary>Writes that are applied, but whose answer is lost.</summary>
    public int LostReplies { set => _counters[nameof(LostReplies)] = value; }

    /// <summary>What an object looks like on the wire, by name; for those that are malformed or too large.</summary>
    public ConcurrentDictionary<string, Func<string, string>> Disguises { get; } = new();

    private readonly ConcurrentDictionary<string, HttpStatusCode> _statuses = new();

    public bool Take(string counter)
    {
        while (_counters.TryGetValue(counter, out var left) && left > 0)
        {
            if (_counters.TryUpdate(counter, left - 1, left))
                return true;
        }
        return false;
    }

    public HttpStatusCode? TakeStatus(string counter) => Take(counter) ? _statuses[counter] : null;

    /// <summary>No more faults.</summary>
    public void Clear()
    {
        _counters.Clear();
        Disguises.Clear();
        (ListAt, Expiry) = (null, FakeExpiry.Http);
    }

    private void Set(string counter, int count, HttpStatusCode status)
    {
        _statuses[counter] = status;
        _counters[counter] = count;
    }
}
