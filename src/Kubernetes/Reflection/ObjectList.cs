namespace Muster.Kubernetes;

/// <summary>A whole list, all of it of one revision.</summary>
/// <param name="Revision">The list's own <c>resourceVersion</c>, from which a watch goes on.</param>
/// <param name="Items">What could be read.</param>
/// <param name="Unreadable">What is there but could not be read.</param>
internal sealed record ObjectList<T>(string Revision, IReadOnlyList<T> Items, IReadOnlyList<ObjectIdentity> Unreadable)
{
    public bool IsEmpty => Items.Count == 0 && Unreadable.Count == 0;
}
