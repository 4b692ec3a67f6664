namespace Orleans.CodeGeneration;

/// <summary>The version of a grain interface.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class VersionAttribute(ushort version) : Attribute
{
    public ushort Version { get; } = version;
}
