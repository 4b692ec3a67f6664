namespace Orleans.Embedded;

/// <summary>Tells a caller from outside of any turn that its call has failed; with no error given, by a timeout.</summary>
internal sealed class Verdict(Request request, Exception? error) : IThreadPoolWorkItem
{
    public void Execute()
    {
        if (error is null)
            request.TimeOut();
        else
            request.Fail(error);
    }
}
