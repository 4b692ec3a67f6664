namespace Muster.Scheduling;

/// <summary>Numbers the cells (flavor and resource) that some queue of a tree gives quota on. What is in no cell is not limited.</summary>
internal sealed class QuotaCells
{
    private readonly Dictionary<FlavorResource, int> _numbers = [];
    private readonly List<FlavorResource> _cells = [];

    public int Count => _cells.Count;

    public FlavorResource this[int cell] => _cells[cell];

    public int Number(FlavorResource cell)
    {
        if (!_numbers.TryGetValue(cell, out var number))
        {
            _numbers[cell] = number = _cells.Count;
            _cells.Add(cell);
        }
        return number;
    }

    public bool TryNumber(string flavor, string resource, out int cell) =>
        _numbers.TryGetValue(new FlavorResource(flavor, resource), out cell);
}
