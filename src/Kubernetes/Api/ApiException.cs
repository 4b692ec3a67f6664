using System.Net;

namespace Muster.Kubernetes;

/// <summary>The API server refused. Nothing was done.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="reason">The <c>reason</c> of its <c>Status</c>, for example <c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Expired</c>, <c>Forbidden</c>; empty where it gave none.</param>
/// <param name="message">Its sentence, cut to a bound and without control characters.</param>
/// <param name="cause">The first <c>cause</c> among its details, for example <c>NamespaceTerminating</c>; empty where it gave none.</param>
public sealed class ApiException(HttpStatusCode status, string reason, string message, string cause = "") : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The <c>reason</c> of the server's <c>Status</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>The first cause that the server named; empty where it named none.</summary>
    public string Cause { get; } = cause;

    /// <summary>No such object.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>An object of that name is there already.</summary>
    public bool IsAlreadyThere => Status == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    /// <summary>The revision is too old to read or watch from.</summary>
    public bool IsExpired => Status == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>A right is missing. False for a 403 by a quota, a policy, or a namespace that is being deleted: those are not about who asks.</summary>
    public bool IsRightMissing => Status == HttpStatusCode.Forbidden && Cause.Length == 0 && Message.Contains("\" cannot ", StringComparison.Ordinal);
}
