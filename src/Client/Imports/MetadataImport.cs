using Muster.Contracts;

namespace Muster.Client;

/// <summary>Reads the metadata of a Kubernetes object.</summary>
internal static class MetadataImport
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static JobMetadata Read(Section metadata)
    {
        metadata.Check(CommonFields.Metadata);
        if (metadata.Has("generateName") && !metadata.Has("name"))
            metadata.Fault("generateName", "names are not made up", "write metadata.name instead: a job that has its own name can be sent again safely");
        else if (!metadata.Has("name"))
            metadata.Fault("name", "there is none", "write a name: 1 to 63 lower-case letters, digits and '-'");
        var annotations = metadata.Texts("annotations");
        if (annotations.ContainsKey(LastApplied))
            metadata.Child("annotations")!.Ignored(LastApplied, "kubectl's own");
        return new JobMetadata
        {
            Namespace = metadata.Text("namespace") ?? metadata.Log.Options.Namespace,
            Name = metadata.Text("name") ?? "",
            Labels = metadata.Texts("labels"),
            Annotations = annotations.Remove(LastApplied),
        };
    }
}
