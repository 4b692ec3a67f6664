using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Muster.Architecture.Tests;

/// <summary>What a compiled assembly refers to.</summary>
/// <param name="References">Names of other assemblies.</param>
/// <param name="Types">Full names of types elsewhere that it uses.</param>
/// <param name="Members">Members elsewhere that it uses: <c>System.DateTime.get_Now</c>.</param>
internal sealed record CompiledAssembly(IReadOnlySet<string> References, IReadOnlySet<string> Types, IReadOnlySet<string> Members)
{
    public static CompiledAssembly Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        string NameOf(TypeReferenceHandle handle)
        {
            var type = metadata.GetTypeReference(handle);
            var name = metadata.GetString(type.Name);
            if (type.ResolutionScope.Kind == HandleKind.TypeReference)
                return NameOf((TypeReferenceHandle)type.ResolutionScope) + "." + name;
            return type.Namespace.IsNil ? name : metadata.GetString(type.Namespace) + "." + name;
        }

        return new(
            metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name)).ToHashSet(StringComparer.Ordinal),
            metadata.TypeReferences.Select(NameOf).ToHashSet(StringComparer.Ordinal),
            metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(static m => m.Parent.Kind == HandleKind.TypeReference)
                .Select(m => NameOf((TypeReferenceHandle)m.Parent) + "." + metadata.GetString(m.Name)).ToHashSet(StringComparer.Ordinal));
    }
}
