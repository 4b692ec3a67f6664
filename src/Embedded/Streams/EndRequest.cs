namespace Orleans.Embedded;

/// <summary>Tells the grain that nobody wants more of an enumeration.</summary>
internal sealed class EndRequest(Guid id) : TaskRequest(CallInfo.EndOfEnumeration)
{
    protected override ValueTask Call(object grain) =>
        Callee.Extras.Enumerations.Remove(id, out var enumeration) ? enumeration.DisposeAsync() : default;
}
