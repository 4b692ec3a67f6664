namespace Muster.Kubernetes;

/// <summary>A page of a list, as far as it can be read.</summary>
internal sealed class ListPage<T>
{
    public string Revision { get; set; } = "";

    public string Continue { get; set; } = "";

    public List<T> Items { get; } = [];

    /// <summary>Objects that are there, but cannot be read.</summary>
    public List<ObjectIdentity> Unreadable { get; } = [];

    /// <summary>How many of the unreadable are too large.</summary>
    public int Oversized { get; set; }
}
