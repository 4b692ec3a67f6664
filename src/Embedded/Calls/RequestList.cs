namespace Orleans.Embedded;

/// <summary>A list threaded through its requests, so that joining and leaving it allocate nothing.</summary>
internal sealed class RequestList
{
    public Request? First { get; private set; }
    public Request? Last { get; private set; }
    public int Count { get; private set; }

    public void Add(Request request)
    {
        request.List = this;
        request.Previous = Last;
        request.Next = null;
        _ = Last is null ? First = request : Last.Next = request;
        Last = request;
        Count++;
    }

    public void Remove(Request request)
    {
        if (request.List != this)
            return;

        _ = request.Previous is null ? First = request.Next : request.Previous.Next = request.Next;
        _ = request.Next is null ? Last = request.Previous : request.Next.Previous = request.Previous;
        request.Previous = request.Next = null;
        request.List = null;
        Count--;
    }

    public List<Request> RemoveAll()
    {
        var all = new List<Request>(Count);
        while (First is { } request)
        {
            Remove(request);
            all.Add(request);
        }

        return all;
    }
}
