using Muster.Contracts;

namespace Muster.Client;

/// <summary>What a call is about: the facts that an error's code speaks of.</summary>
internal sealed record CallSubject(JobId Job = default, string Queue = "", string Cluster = "", string Node = "")
{
    public static readonly CallSubject None = new();
}
