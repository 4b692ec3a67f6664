using System.Text.Json.Serialization;

namespace Muster.Kubernetes;

/// <summary>An object of which only the metadata matter: an anchor, a Service, a namespace.</summary>
internal sealed record PlainObject
{
    public PlainMetadata Metadata { get; set; } = new();
}

/// <summary>What is read of an object's metadata.</summary>
internal sealed record PlainMetadata
{
    public string Name { get; set; } = "";

    public string? ResourceVersion { get; set; }

    public string Namespace { get; set; } = "";

    public string Uid { get; set; } = "";

    public Dictionary<string, string>? Labels { get; set; }

    public Dictionary<string, string>? Annotations { get; set; }

    public List<PlainOwner>? OwnerReferences { get; set; }

    public string Label(string key) => Labels?.GetValueOrDefault(key) ?? "";

    public string Annotation(string key) => Annotations?.GetValueOrDefault(key) ?? "";
}

/// <summary>Who owns an object.</summary>
internal sealed record PlainOwner
{
    public string Uid { get; set; } = "";
}

/// <summary>A page of objects of which only the metadata matter.</summary>
internal sealed record PlainPage
{
    public PageMetadata Metadata { get; set; } = new();

    [JsonRequired]
    public List<PlainObject>? Items { get; set; }
}

/// <summary>A page of pods.</summary>
internal sealed record PodPage
{
    public PageMetadata Metadata { get; set; } = new();

    // Required: an answer without it is no list, and must not pass for an empty one. Null is how an empty one is written by Go.
    [JsonRequired]
    public List<ObservedPod>? Items { get; set; }
}

/// <summary>Where a list goes on.</summary>
internal sealed record PageMetadata
{
    public string? Continue { get; set; }
}
