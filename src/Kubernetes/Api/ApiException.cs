using System.Net;

namespace Muster.Kubernetes;

/// <summary>The API server refused. Nothing was done.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="reason">The <c>reason</c> of its <c>Status</c>, for example <c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Expired</c>, <c>Forbidden</c>; empty where it gave none.</param>
/// <param name="message">Its sentence, cut to a bound and without control characters.</param>
public sealed class ApiException(HttpStatusCode status, string reason, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The <c>reason</c> of the server's <c>Status</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>No such object.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>An object of that name is there already.</summary>
    public bool IsAlreadyThere => Status == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    /// <summary>The revision is too old to read or watch from.</summary>
    public bool IsExpired => Status == HttpStatusCode.Gone || Reason is "Expired" or "Gone";
}
