using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Something that was sent is not acceptable; every fault that was found is named.</summary>
[GenerateSerializer, Alias("muster.error.invalid")]
public sealed class InvalidRequestException : MusterException
{
    /// <summary>Makes an error of one fault.</summary>
    public InvalidRequestException(string field, string problem, string remedy)
        : this([new FieldError(field, problem, remedy)])
    {
    }

    /// <summary>Makes an error of the faults that were found.</summary>
    public InvalidRequestException(ImmutableArray<FieldError> errors)
        : base(string.Join("\n", errors)) => Errors = errors;

    /// <inheritdoc/>
    public override string Code => "Invalid";

    /// <summary>The faults.</summary>
    [Id(0)] public ImmutableArray<FieldError> Errors { get; }
}
