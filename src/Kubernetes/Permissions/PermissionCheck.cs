using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Asks a cluster for every right that will be needed, before it is needed.</summary>
public static class PermissionCheck
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private const int Parallelism = 8;

    /// <summary>What is not granted, in the order of <see cref="Rights.Rules"/>; empty when all is.</summary>
    /// <param name="server">The cluster, as whoever is to have the rights.</param>
    /// <param name="home">The namespace that is Muster's own.</param>
    /// <param name="namespaces">Tenants' namespaces. A right is asked for whether or not the namespace is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterUnreachableException">The cluster did not answer.</exception>
    /// <exception cref="ClusterUnauthorizedException">The cluster does not let the caller in.</exception>
    /// <exception cref="ApiException">The cluster refused to say.</exception>
    public static async Task<ImmutableArray<MissingRight>> RunAsync(
        IApiServer server, string home, IEnumerable<string> namespaces, CancellationToken cancellationToken)
    {
        var questions = Questions(home, [.. namespaces.Distinct(StringComparer.Ordinal)]);
        var granted = new bool[questions.Count];
        var bound = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, questions.Count, bound, async (i, token) => granted[i] = await IsGrantedAsync(server, questions[i], token));
        return [.. questions.Where((_, i) => !granted[i])];
    }

    private static List<MissingRight> Questions(string home, List<string> namespaces) =>
    [
        .. from rule in Rights.Rules
           from place in PlacesOf(rule.Scope, home, namespaces)
           from verb in rule.Verbs
           select new MissingRight(rule, verb, place),
    ];

    private static IEnumerable<string?> PlacesOf(RightScope scope, string home, List<string> namespaces) => scope switch
    {
        RightScope.Cluster => new string?[] { null },
        RightScope.Home => [home],
        _ => namespaces,
    };

    private static async Task<bool> IsGrantedAsync(IApiServer server, MissingRight question, CancellationToken cancellationToken)
    {
        var (resource, subresource) = question.Rule.Resource.Split('/') is [var kind, var part] ? (kind, part) : (question.Rule.Resource, null);
        var review = new AccessReview
        {
            Spec = new AccessReviewSpec(new AccessReviewAttributes(question.Namespace, question.Verb, question.Rule.Group, resource, subresource, question.Rule.Name)),
        };
        var answer = await server.CreateAsync(Path, JsonSerializer.SerializeToUtf8Bytes(review, KubernetesJson.Default.AccessReview), KubernetesJson.Default.AccessReview, cancellationToken);
        return answer.Status?.Allowed == true;
    }
}
