using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Muster.Client;

namespace Client.Tests;

/// <summary>The published schema is what the contract types say, and agrees with the reader.</summary>
public partial class JobSchemaTests
{
    private const string Head = "apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {name: a}\n";
    private const string Template = "template: {spec: {containers: [{name: a}]}}";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string File => Path.Combine(Golden.Root, "docs", "reference", "job.schema.json");

    [Fact]
    public void Schema_File_IsWhatTheContractTypesSay()
    {
        var (schema, unused) = JobSchema.Make();
        Assert.Empty(unused);
        Golden.Check(File, schema.ToJsonString(Indented) + "\n");
    }

    public static TheoryData<string, string> Manifests()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Path.Combine(Golden.Root, "examples"), "*.yaml").Order(StringComparer.Ordinal))
            data.Add(Path.GetFileName(file), System.IO.File.ReadAllText(file));
        foreach (var file in Directory.GetFiles(Path.Combine(Golden.Root, "docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var (block, i) in YamlBlock().Matches(System.IO.File.ReadAllText(file)).Select((m, i) => (m.Groups[1].Value, i)))
                if (block.StartsWith("apiVersion: muster.dev/v1alpha1\nkind: Job\n", StringComparison.Ordinal))
                    data.Add($"{Path.GetFileName(file)} {i}", block);
        return data;
    }

    [Theory]
    [MemberData(nameof(Manifests), DisableDiscoveryEnumeration = true)]
    public void Schema_ExampleOrDocument_Validates(string name, string text)
    {
        Assert.NotEmpty(ManifestReader.Read(text, name));
        foreach (var document in YamlJson.Documents(text).Where(d => (string?)d?["apiVersion"] == "muster.dev/v1alpha1"))
            Assert.Empty(Check(document));
    }

    [Fact]
    public void Schema_EveryGoldenJob_Validates()
    {
        foreach (var room in (ReadOnlySpan<string>)["Manifests", "Imports"])
            foreach (var file in Directory.GetFiles(Golden.Folder(room), "job.json", SearchOption.AllDirectories))
                foreach (var job in JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsArray())
                    Assert.Empty(Check(job));
    }

    [Theory]
    [InlineData("spec: {podSets: [{TEMPLATE}]}", true)]
    [InlineData("spec: {podSets: []}")]
    [InlineData("spec: {}")]
    [InlineData("spec: {podSets: [{name: a}]}")]
    [InlineData("spec: {podSets: [{TEMPLATE, count: 0}]}")]
    [InlineData("spec: {podSets: [{TEMPLATE, count: 4097}]}")]
    [InlineData("spec: {podSets: [{TEMPLATE, count: 1.5}]}")]
    [InlineData("spec: {podSets: [{TEMPLATE, minCount: 0}]}")]
    [InlineData("spec: {podSets: [{TEMPLATE, name: A_b}]}")]
    [InlineData("spec: {podSets: [{template: {spec: {containers: []}}}]}")]
    [InlineData("spec: {podSets: [{template: {metadata: {}}}]}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], prioriti: 1}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], priority: '1'}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], stableNames: true}", true)]
    [InlineData("spec: {podSets: [{TEMPLATE}], stableNames: 1}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], stableNames: 'true'}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], priority: 1000000001}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], queue: Team}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], retry: {limit: 101}}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], runtime: {maxSeconds: 0}}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], failover: {policy: eager}}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], dependsOn: [a/b/c]}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], dependsOn: a}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], clusters: {selector: {'a b': c}}}")]
    [InlineData("spec: {podSets: [{TEMPLATE}], clusters: {names: [A]}}")]
    [InlineData("extra: 1\nspec: {podSets: [{TEMPLATE}]}")]
    public void Schema_AndReader_AgreeAboutAManifest(string rest, bool right = false)
    {
        var text = Head + rest.Replace("TEMPLATE", Template, StringComparison.Ordinal);
        Assert.Equal(right, !Check(YamlJson.Documents(text).Single()).Any());
        var refused = Record.Exception(() => ManifestReader.Read(text, "t"));
        Assert.Equal(right, refused is null);
        Assert.True(refused is null or ManifestException);
    }

    [Fact]
    public void Examples_OfMustersKind_NameTheSchema()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Golden.Root, "examples"), "*.yaml"))
            if (System.IO.File.ReadAllText(file).Contains("apiVersion: muster.dev/v1alpha1\nkind: Job\n", StringComparison.Ordinal))
                Assert.StartsWith("# yaml-language-server: $schema=../docs/reference/job.schema.json\n", System.IO.File.ReadAllText(file), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Check(JsonNode? manifest) => SchemaChecker.Check(manifest, JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject());

    [GeneratedRegex("```ya?ml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
