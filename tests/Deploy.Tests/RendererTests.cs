using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>The renderer does what Helm's does with the templates that it takes, and refuses others.</summary>
public sealed class RendererTests
{
    [Theory]
    [InlineData("a {{ .Values.text }} b", "a x b")]
    [InlineData("a  \n {{- .Values.text -}} \n b", "axb")]
    [InlineData("{{- /* says why */ -}}\n a", "a")]
    [InlineData("{{ .Values.number }}{{ .Values.flag }}", "8080true")]
    [InlineData("{{ if .Values.empty }}1{{ else if .Values.text }}2{{ else }}3{{ end }}", "2")]
    [InlineData("{{ if and .Values.flag (not .Values.empty) }}1{{ end }}", "1")]
    [InlineData("{{ if or .Values.empty (eq .Values.text \"y\") }}1{{ else }}2{{ end }}", "2")]
    [InlineData("{{ with .Values.map }}{{ .b }}{{ $.Values.text }}{{ end }}", "2x")]
    [InlineData("{{ range .Values.list }}[{{ .name }}]{{ end }}", "[p][q]")]
    [InlineData("{{ range $i, $item := .Values.list }}{{ if $i }},{{ end }}{{ $item.name }}{{ end }}", "p,q")]
    [InlineData("{{ range $key, $value := .Values.map }}{{ $key }}={{ $value }};{{ end }}", "a=1;b=2;")]
    [InlineData("{{ .Values.map | toJson }}", """{"a":1,"b":2}""")]
    [InlineData("x:{{ .Values.map | toYaml | nindent 2 }}", "x:\n  \"a\": 1\n  \"b\": 2")]
    [InlineData("{{ .Values.list | toYaml }}", "- \"name\": \"p\"\n- \"name\": \"q\"")]
    [InlineData("{{ printf \"%s-%s\" .Values.text \"z\" | trunc 2 | trimSuffix \"-\" | quote }}", "\"x\"")]
    [InlineData("{{ .Values.empty | default \"d\" }}{{ contains \"x\" .Values.text }}", "dtrue")]
    [InlineData("{{ define \"t\" }}<{{ .a }}>{{ end }}{{ include \"t\" .Values.map }}", "<1>")]
    public void Render_Template_GivesItsText(string template, string text) => Assert.Equal(text, Render(template));

    [Theory]
    [InlineData("{{ .Values.txet }}", "there is no txet")]
    [InlineData("{{ lookup \"v1\" }}", "the function lookup")]
    [InlineData("{{ .Values.map }}", "is no text")]
    [InlineData("{{ if .Values.flag }}", "is not ended")]
    [InlineData("{{ end }}", "has no beginning")]
    [InlineData("{{ .Values.text % 2 }}", "templates do not use")]
    [InlineData("{{ include \"nobody\" . }}", "there is no template")]
    [InlineData("{{ fail \"because\" }}", "because")]
    public void Render_WrongTemplate_SaysWhatIsWrong(string template, string why) =>
        Assert.Contains(why, Assert.Throws<TemplateException>(() => Render(template)).Message, StringComparison.Ordinal);

    private static string Render(string template)
    {
        var values = JsonNode.Parse("""{ "text": "x", "number": 8080, "flag": true, "empty": "", "map": { "b": 2, "a": 1 }, "list": [ { "name": "p" }, { "name": "q" } ] }""");
        var defined = new Dictionary<string, List<Block>>(StringComparer.Ordinal);
        var blocks = TemplateReader.Read(template, defined);
        return new Renderer(new() { ["Values"] = values }, defined).Render(blocks);
    }
}
