namespace Muster.Kubernetes;

/// <summary>A stream that ends in an error when more comes than was agreed.</summary>
internal sealed class BoundedReadStream(Stream inner, long limit) : ReadStream(inner)
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken);
        _read += count;
        return _read <= limit ? count : throw new AnswerTooLargeException(limit);
    }
}
