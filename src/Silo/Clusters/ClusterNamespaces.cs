using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Namespaces in which rights are looked for.</summary>
internal static class ClusterNamespaces
{
    /// <summary>Those of a list that is joined by commas; without one, the default one.</summary>
    /// <exception cref="InvalidRequestException">One is no namespace, or there are too many.</exception>
    public static IReadOnlyCollection<string> Read(string? text) => Require(string.IsNullOrEmpty(text) ? ["default"] : text.Split(','));

    /// <exception cref="InvalidRequestException">One is no namespace, or there are too many.</exception>
    public static IReadOnlyCollection<string> Require(IReadOnlyCollection<string> namespaces)
    {
        if (namespaces.Count > ClusterRequest.MaxNamespaces)
            throw new InvalidRequestException("namespaces", $"there are {namespaces.Count}", $"name at most {ClusterRequest.MaxNamespaces}");
        foreach (var ns in namespaces)
            Names.RequireLabel("namespaces", ns);
        return namespaces;
    }
}
