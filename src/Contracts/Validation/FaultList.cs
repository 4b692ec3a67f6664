using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Faults as they are found, up to a bound: whoever sends a thousand of them learns no more from the rest.</summary>
internal sealed class FaultList
{
    private readonly ImmutableArray<FieldError>.Builder _faults = ImmutableArray.CreateBuilder<FieldError>();

    public bool IsFull => _faults.Count >= JobValidator.MaxFaults;

    public bool IsEmpty => _faults.Count == 0;

    public void Add(string field, string problem, string remedy)
    {
        var fault = new FieldError(field, problem, remedy);
        if (!IsFull && !_faults.Contains(fault))
            _faults.Add(fault);
    }

    public ImmutableArray<FieldError> ToImmutable() => _faults.ToImmutable();

    public void ThrowIfAny()
    {
        if (!IsEmpty)
            throw new InvalidRequestException(ToImmutable());
    }
}
