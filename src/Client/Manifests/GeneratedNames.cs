namespace Muster.Client;

/// <summary>A name that the server would make up cannot be sent twice safely, so it is refused.</summary>
internal static class GeneratedNames
{
    public static void Check(MappingNode metadata, ManifestFaults faults)
    {
        if (metadata["generateName"] is { } generated && metadata["name"] is null)
            faults.Add(generated, "metadata.generateName", "names are not made up",
                "write metadata.name instead: a job that has its own name can be sent again safely");
        metadata.Entries.Remove("generateName");
    }
}
