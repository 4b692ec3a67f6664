using Muster.Contracts;

namespace Muster.Client;

/// <summary>The path to where a reader stands. It is made into text only when there is something to say.</summary>
internal sealed class PathStack
{
    private readonly List<(string? Key, int Index)> _steps = [];

    public void Push(string key) => _steps.Add((key, 0));

    public void Push(int index) => _steps.Add((null, index));

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    public override string ToString() =>
        _steps.Aggregate("", static (path, step) => step.Key is null ? FieldPath.Item(path, step.Index) : FieldPath.Member(path, step.Key));
}
