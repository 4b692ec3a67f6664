namespace Muster.Contracts;

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Path of the field, as in the manifest: <c>spec.podSets[0].count</c>.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Remedy">What to write instead.</param>
[GenerateSerializer, Immutable, Alias("muster.field-error")]
public sealed record FieldError([property: Id(0)] string Field, [property: Id(1)] string Problem, [property: Id(2)] string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Problem}; {Remedy}";
}
