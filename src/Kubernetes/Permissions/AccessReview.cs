namespace Muster.Kubernetes;

/// <summary>A <c>SelfSubjectAccessReview</c>: may I?</summary>
internal sealed record AccessReview
{
    public string ApiVersion { get; init; } = "authorization.k8s.io/v1";

    public string Kind { get; init; } = "SelfSubjectAccessReview";

    public AccessReviewSpec? Spec { get; init; }

    public AccessReviewStatus? Status { get; init; }
}

/// <summary>What is asked.</summary>
internal sealed record AccessReviewSpec(AccessReviewAttributes? ResourceAttributes);

/// <summary>What is asked for: no namespace means all of them, no name means any.</summary>
internal sealed record AccessReviewAttributes(string? Namespace, string? Verb, string? Group, string? Resource, string? Subresource, string? Name);

/// <summary>The answer.</summary>
internal sealed record AccessReviewStatus(bool Allowed);
