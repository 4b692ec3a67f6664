namespace Muster.Kubernetes;

/// <summary>The server sent more than is read.</summary>
internal sealed class AnswerTooLargeException(long limit) : IOException($"its answer is larger than {limit} bytes");
