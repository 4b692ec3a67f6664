using System.Text.Json.Nodes;
using Muster.Client;

namespace Client.Tests;

public class YamlScalarTests
{
    [Theory]
    [InlineData("no", "\"no\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("NO", "\"NO\"")]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("", "null")]
    [InlineData("nil", "\"nil\"")]
    [InlineData("0", "0")]
    [InlineData("-0", "-0")]
    [InlineData("+12", "12")]
    [InlineData("-7", "-7")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("1.50", "1.50")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("-.5e3", "-0.5e3")]
    [InlineData("1e3", "1e3")]
    [InlineData("007.5", "7.5")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2031-05-01", "\"2031-05-01\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("64Gi", "\"64Gi\"")]
    [InlineData("500m", "\"500m\"")]
    [InlineData("-", "\"-\"", true)]
    [InlineData("..", "\"..\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Read_PlainScalar_IsTypedByTheCoreSchema(string yaml, string json, bool quoted = false)
    {
        var text = $"apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {{name: a}}\nspec:\n  podSets:\n    - template:\n        x: {(quoted ? "'" + yaml + "'" : yaml)}\n        spec: {{containers: [{{}}]}}\n";
        var template = ManifestReader.Read(text, "t").Single().Job.Spec.PodSets[0].Template.Json;
        Assert.Contains($"\"x\":{json},", template, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(template));
    }

    [Theory]
    [InlineData("0644")]
    [InlineData("-01")]
    [InlineData(".inf")]
    [InlineData("-.Inf")]
    [InlineData(".nan")]
    [InlineData("0xFFFFFFFFFFFFFFFFFF")]
    public void Read_NumberThatReadersDisagreeAbout_IsRefused(string yaml) =>
        Assert.Throws<ManifestException>(() => ManifestReader.Read($"a: {yaml}", "t"));
}
