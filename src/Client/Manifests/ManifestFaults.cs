using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>The faults of one file: collected up to a bound, or thrown at once where reading cannot go on.</summary>
internal sealed class ManifestFaults(string source)
{
    private readonly ImmutableArray<ManifestFault>.Builder _faults = ImmutableArray.CreateBuilder<ManifestFault>();

    public string Source => source;

    /// <summary>Faults found so far, those included that are too many to be named.</summary>
    public int Count { get; private set; }

    public void Add(ManifestNode place, string field, string problem, string remedy) =>
        Add(place.Line, place.Column, field, problem, remedy);

    public void Add(int line, int column, string field, string problem, string remedy)
    {
        Count++;
        var fault = new ManifestFault(source, line, column, field, problem, remedy);
        if (_faults.Count < ManifestLimits.MaxFaults && !_faults.Contains(fault))
            _faults.Add(fault);
    }

    /// <summary>An error after which nothing more can be read; it stands beside those found before it.</summary>
    public ManifestException Fatal(int line, int column, string field, string problem, string remedy)
    {
        Add(line, column, field, problem, remedy);
        return new ManifestException(InOrder());
    }

    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
            throw new ManifestException(InOrder());
    }

    private ImmutableArray<ManifestFault> InOrder() => [.. _faults.OrderBy(f => f.Line).ThenBy(f => f.Column)];
}
