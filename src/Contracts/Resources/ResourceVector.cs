using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>
/// Amounts of named resources, each an integer in its smallest unit. Entries are sorted by name and never zero, so that
/// equal vectors are equal entry by entry. Sums saturate at <see cref="long.MaxValue"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("muster.resources")]
[JsonConverter(typeof(ResourceVectorJsonConverter))]
public sealed class ResourceVector : IEquatable<ResourceVector>
{
    /// <summary>Nothing.</summary>
    public static readonly ResourceVector Empty = new([]);

    [Id(0)] private readonly ImmutableArray<ResourceAmount> _entries;

    private ResourceVector(ImmutableArray<ResourceAmount> entries) => _entries = entries;

    /// <summary>The entries, sorted by name (ordinal), none zero.</summary>
    public ImmutableArray<ResourceAmount> Entries => _entries;

    /// <summary>True when there are no entries.</summary>
    public bool IsEmpty => _entries.IsEmpty;

    /// <summary>The amount of a resource; 0 when it is not named.</summary>
    public long this[string name]
    {
        get
        {
            foreach (var entry in _entries)
                if (string.Equals(entry.Name, name, StringComparison.Ordinal))
                    return entry.Amount;
            return 0;
        }
    }

    /// <summary>Makes a vector of amounts in any order; amounts of the same name are added, zeros dropped.</summary>
    public static ResourceVector Of(IEnumerable<ResourceAmount> amounts)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in amounts)
            sums[name] = Sum(sums.GetValueOrDefault(name), amount);
        return sums.Count == 0 ? Empty : new([.. sums.Where(s => s.Value != 0).Select(s => new ResourceAmount(s.Key, s.Value))]);
    }

    /// <summary>Makes a vector of (name, amount) pairs.</summary>
    public static ResourceVector Of(params ReadOnlySpan<(string Name, long Amount)> amounts)
    {
        var entries = new List<ResourceAmount>(amounts.Length);
        foreach (var (name, amount) in amounts)
            entries.Add(new ResourceAmount(name, amount));
        return Of(entries);
    }

    /// <summary>Entry by entry sum.</summary>
    public ResourceVector Add(ResourceVector other) =>
        other.IsEmpty ? this : IsEmpty ? other : Merge(other, Sum);

    /// <summary>Entry by entry difference; entries may become negative.</summary>
    public ResourceVector Subtract(ResourceVector other) =>
        other.IsEmpty ? this : Merge(other, static (a, b) => a - b);

    /// <summary>Entry by entry maximum.</summary>
    public ResourceVector Max(ResourceVector other) =>
        other.IsEmpty ? this : IsEmpty ? other : Merge(other, Math.Max);

    /// <summary>Every entry <paramref name="factor"/> times.</summary>
    public ResourceVector Times(int factor) =>
        factor == 1 ? this : Of(_entries.Select(e => new ResourceAmount(e.Name, Multiply(e.Amount, factor))));

    /// <summary>True when no entry is above the same entry of <paramref name="capacity"/>.</summary>
    public bool FitsIn(ResourceVector capacity)
    {
        foreach (var entry in _entries)
            if (entry.Amount > capacity[entry.Name])
                return false;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(ResourceVector? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResourceVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var entry in _entries)
            hash.Add(entry);
        return hash.ToHashCode();
    }

    /// <summary>For people: <c>cpu=8, memory=64Gi</c>.</summary>
    public override string ToString() => string.Join(", ", _entries.Select(e => $"{e.Name}={Quantity.Format(e.Name, e.Amount)}"));

    private ResourceVector Merge(ResourceVector other, Func<long, long, long> combine)
    {
        var merged = ImmutableArray.CreateBuilder<ResourceAmount>(_entries.Length + other._entries.Length);
        var (i, j) = (0, 0);
        while (i < _entries.Length || j < other._entries.Length)
        {
            var order = i == _entries.Length ? 1 : j == other._entries.Length ? -1
                : string.CompareOrdinal(_entries[i].Name, other._entries[j].Name);
            var name = order <= 0 ? _entries[i].Name : other._entries[j].Name;
            var amount = combine(order <= 0 ? _entries[i].Amount : 0, order >= 0 ? other._entries[j].Amount : 0);
            (i, j) = (order <= 0 ? i + 1 : i, order >= 0 ? j + 1 : j);
            if (amount != 0)
                merged.Add(new ResourceAmount(name, amount));
        }
        return new(merged.DrainToImmutable());
    }

    private static long Sum(long a, long b) => a > long.MaxValue - Math.Max(b, 0) ? long.MaxValue : a + b;

    private static long Multiply(long amount, int factor) =>
        (Int128)amount * factor is var product && product > long.MaxValue ? long.MaxValue : (long)product;
}
