using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Nodes of a cluster that differ at most in what is free: same allocatable amounts, labels and taints. Filters look at a
/// class once; nodes are looked at by bucket.
/// </summary>
internal sealed class NodeClass
{
    private readonly List<NodeBucket> _buckets = [];

    public NodeClass(string key, NodeInfo sample, ResourceTable resources)
    {
        Key = key;
        Labels = NodeClassKey.Shared(sample.Labels);
        Taints = sample.Taints;
        Capacity = resources.Dense(sample.Allocatable);
        CarriesGpu = sample.Allocatable[ResourceNames.Gpu] > 0;
        Primary = resources.Number(CarriesGpu ? ResourceNames.Gpu : ResourceNames.Cpu);
    }

    public string Key { get; }

    public ImmutableSortedDictionary<string, string> Labels { get; }

    public ImmutableArray<Taint> Taints { get; }

    /// <summary>What a whole empty node offers.</summary>
    public long[] Capacity { get; }

    public bool CarriesGpu { get; }

    /// <summary>The scarcest resource: GPUs where there are any.</summary>
    public int Primary { get; }

    /// <summary>Nodes of the class, also those that take nothing new.</summary>
    public int Nodes { get; set; }

    /// <summary>Buckets by free amount, scarcest resource first, ascending.</summary>
    public ReadOnlySpan<NodeBucket> Buckets => CollectionsMarshal.AsSpan(_buckets);

    /// <summary>Puts a node where its free amounts belong.</summary>
    public void Insert(IndexedNode node, long[] free)
    {
        var at = LowerBound(free);
        if (at == _buckets.Count || Amounts.Compare(_buckets[at].Free, free, Primary) != 0)
            _buckets.Insert(at, new NodeBucket(this, free));
        _buckets[at].Add(node);
    }

    /// <summary>Takes a node out of its bucket.</summary>
    public void Remove(IndexedNode node)
    {
        var bucket = node.Bucket!;
        bucket.Remove(node);
        if (bucket.Count == 0)
            _buckets.RemoveAt(LowerBound(bucket.Free));
    }

    /// <summary>The tightest bucket whose nodes each hold <paramref name="pods"/> pods of the request; null when there is none.</summary>
    public NodeBucket? Tightest(ReadOnlySpan<long> request, int pods)
    {
        for (var i = FirstWith(Amounts.At(request, Primary) * pods); i < _buckets.Count; i++)
            if (Amounts.Times(_buckets[i].Free, request, pods) == pods)
                return _buckets[i];
        return null;
    }

    /// <summary>The bucket whose nodes each hold most pods of the request, and how many; null when none holds one.</summary>
    public (NodeBucket? Bucket, int Pods) Roomiest(ReadOnlySpan<long> request, int most)
    {
        (NodeBucket? Bucket, int Pods) best = (null, 0);
        var needed = Amounts.At(request, Primary);
        for (var i = _buckets.Count - 1; i >= 0 && best.Pods < most; i--)
        {
            // Further down the scarcest resource alone rules out anything better.
            if (needed > 0 && Amounts.At(_buckets[i].Free, Primary) / needed <= best.Pods)
                break;
            if (Amounts.Times(_buckets[i].Free, request, most) is var pods && pods > best.Pods)
                best = (_buckets[i], pods);
        }
        return best;
    }

    /// <summary>How many pods of the request have room, at most <paramref name="most"/>.</summary>
    public int Room(ReadOnlySpan<long> request, int most)
    {
        long room = 0;
        for (var i = FirstWith(Amounts.At(request, Primary)); i < _buckets.Count && room < most; i++)
            room += (long)_buckets[i].Count * Amounts.Times(_buckets[i].Free, request, most);
        return (int)Math.Min(room, most);
    }

    private int FirstWith(long primary)
    {
        var (low, high) = (0, _buckets.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Amounts.At(_buckets[middle].Free, Primary) < primary)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private int LowerBound(long[] free)
    {
        var (low, high) = (0, _buckets.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Amounts.Compare(_buckets[middle].Free, free, Primary) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
