using System.Reflection;
using Muster.Client;

namespace Client.Tests;

/// <summary>What users see of the client is listed in PublicApi.approved.txt, so that nothing is taken from them by accident. MUSTER_APPROVE=1 writes the list anew.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_Client_IsAsApproved()
    {
        var path = Path.Combine(Repository.Root, "tests", "Client.Tests", "Package", "PublicApi.approved.txt");
        var found = string.Concat(typeof(IMusterClient).Assembly.GetExportedTypes().OrderBy(static t => t.FullName, StringComparer.Ordinal).SelectMany(Lines).Select(static l => l + "\n"));
        if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            File.WriteAllText(path, found);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), found);
    }

    private static IEnumerable<string> Lines(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(static m => m is not MethodInfo { IsSpecialName: true } && !m.Name.StartsWith('<'))
            .Select(m => $"{type.FullName}: {m}").Order(StringComparer.Ordinal).Prepend($"{type.FullName} : {type.BaseType?.Name}");
}
