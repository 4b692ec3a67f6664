using System.Xml.Linq;

namespace Muster.Architecture.Tests;

/// <summary>What the tree looks like.</summary>
public sealed class SourceTests
{
    // One small type that only serves the other.
    private static readonly string[] TwoTypesInAFile =
    [
        "src/Scheduling/Rounds/RoundPlan.cs",
    ];

    [Fact]
    public void Sources_AreFound() => Assert.True(Repository.Sources("src", "tests").Count() > 200);

    [Fact]
    public void Length_EveryFile_IsAtMostFiveHundredLines() => Assert.Empty(Rule.Length(Repository.Sources("src", "tests", "bench")));

    [Fact]
    public void Length_LongFile_IsFound() => Assert.Equal(
        ["long.cs"], Rule.Length([File("fits.cs", new string('\n', 500)), File("long.cs", new string('\n', 501))]));

    [Fact]
    public void Conditions_Sources_AreTheSameForEveryBuild() => Assert.Empty(Rule.Conditions(Repository.Sources("src")));

    [Theory]
    [InlineData("#if ENGINE\n", true)]
    [InlineData("x\n  # if DEBUG\n", true)]
    [InlineData("#elif A", true)]
    [InlineData("#region x\n// #if\n", false)]
    public void Conditions_ConditionalCompilation_IsFound(string text, bool found) => Assert.Equal(found, Rule.Conditions([File("a.cs", text)]).Any());

    [Fact]
    public void Folders_AreNamedForTheDomain() => Assert.Empty(Rule.Folders(Repository.Sources("src", "tests", "bench")));

    [Fact]
    public void Folders_NamedForAKindOfClass_AreFound() =>
        Assert.Equal(["Helpers", "models"], Rule.Folders([File("src/Helpers/A.cs", ""), File("src/models/B.cs", ""), File("src/Queues/Utils.cs", "")]));

    [Fact]
    public void OneType_EveryFileOfWhatIsPublished_HasOnePublicType() =>
        Assert.Equal(TwoTypesInAFile, Rule.OneType(Repository.Sources("src/Contracts", "src/Client", "src/Scheduling")).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("public sealed class A;\npublic readonly record struct B;", true)]
    [InlineData("public static partial class A;\npublic enum B { X }", true)]
    [InlineData("public sealed class A\n{\n    public enum B { X }\n}\ninternal sealed class C;", false)]
    public void OneType_SecondPublicType_IsFound(string text, bool found) => Assert.Equal(found, Rule.OneType([File("a.cs", text)]).Any());

    [Theory]
    [InlineData("Muster.Contracts", 80)]
    [InlineData("Muster.Client", 5)]
    public void Documented_EveryPublicType_SaysWhatItIs(string assembly, int atLeast)
    {
        var types = PublicTypes(assembly);

        Assert.True(types.Length >= atLeast, $"only {types.Length} types");
        Assert.Empty(Rule.Documented(types, DocumentedTypes(assembly)));
    }

    [Fact]
    public void Documented_TypeWithoutText_IsFound() =>
        Assert.Equal(["Muster.B"], Rule.Documented(["Muster.A", "Muster.B"], new HashSet<string> { "T:Muster.A", "T:Muster.C" }));

    // What an engine's source generator adds is in a namespace of its own.
    private static string[] PublicTypes(string assembly) => [.. System.Reflection.Assembly.LoadFrom(Repository.Assembly(assembly)).GetExportedTypes()
        .Select(static t => t.FullName!.Replace('+', '.')).Where(static t => t.StartsWith("Muster.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static HashSet<string> DocumentedTypes(string assembly) => [.. XDocument.Load(Path.ChangeExtension(Repository.Assembly(assembly), ".xml"))
        .Descendants("member").Where(static m => !string.IsNullOrWhiteSpace(m.Element("summary")?.Value) || m.Element("inheritdoc") is not null)
        .Select(static m => m.Attribute("name")!.Value)];

    private static SourceFile File(string path, string text) => new(path, text);
}
