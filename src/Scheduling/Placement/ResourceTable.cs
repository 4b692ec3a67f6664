using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Numbers the resource names of a fleet, so that amounts are arrays and not dictionaries. Names are only ever added.
/// </summary>
public sealed class ResourceTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>Names so far.</summary>
    public int Count => _names.Count;

    /// <summary>The name with this number.</summary>
    public string Name(int number) => _names[number];

    /// <summary>The number of a name, given now if it has none.</summary>
    public int Number(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers[name] = number = _names.Count;
            _names.Add(name);
        }
        return number;
    }

    /// <summary>The vector as an array over all numbers so far.</summary>
    public long[] Dense(ResourceVector vector)
    {
        foreach (var (name, _) in vector.Entries)
            Number(name);
        var dense = new long[Count];
        foreach (var (name, amount) in vector.Entries)
            dense[Number(name)] = amount;
        return dense;
    }

    /// <summary>The array as a vector.</summary>
    public ResourceVector Sparse(ReadOnlySpan<long> dense)
    {
        var amounts = new List<ResourceAmount>(dense.Length);
        for (var i = 0; i < dense.Length; i++)
            if (dense[i] != 0)
                amounts.Add(new ResourceAmount(_names[i], dense[i]));
        return ResourceVector.Of(amounts);
    }
}
