using System.Diagnostics.CodeAnalysis;

namespace Orleans.Embedded;

/// <summary>Carries a cancellation from the caller's token to a token of the callee's own.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The callee may keep its token; a source without a timer holds nothing.")]
internal sealed class CallCancellation
{
    private readonly Request request;
    private readonly CancellationTokenSource callee = new();
    private CancellationTokenRegistration registration;

    private CallCancellation(Request request) => this.request = request;

    public static void Attach(Request request)
    {
        var token = request.Token;
        token.ThrowIfCancellationRequested();
        if (!token.CanBeCanceled && !request.Target.Factory.CancelOnTimeout)
            return;

        var cancellation = new CallCancellation(request);
        request.Cancellation = cancellation;
        request.Token = cancellation.callee.Token;
        cancellation.registration = token.UnsafeRegister(
            static (state, token) => ((CallCancellation)state!).OnCallerCancelled(token), cancellation);
    }

    /// <summary>Cancels inside a turn of the callee, since its callbacks belong to the grain.</summary>
    public void CancelCallee()
    {
        if (request.Callee is { } activation)
        {
            _ = Task.Factory.StartNew(
                static source => ((CancellationTokenSource)source!).Cancel(),
                callee,
                CancellationToken.None,
                TaskCreationOptions.DenyChildAttach,
                activation);
        }
    }

    public void Forget() => registration.Unregister();

    private void OnCallerCancelled(CancellationToken token)
    {
        request.Fail(new OperationCanceledException(token));
        CancelCallee();
    }
}
