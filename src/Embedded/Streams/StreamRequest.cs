namespace Orleans.Embedded;

/// <summary>The arguments of a method that streams; the methods' own classes are emitted at run time.</summary>
internal abstract class StreamRequest<T>(CallInfo info) : Request(info)
{
    public abstract IAsyncEnumerable<T> Call(object grain);
    public override bool Start() => throw new NotSupportedException("A stream is started by its first step.");
    protected override void SetFailure(Exception error) => throw new NotSupportedException("A stream fails by its steps.", error);
}
