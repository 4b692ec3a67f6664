using System.Text.Json.Nodes;
using Muster.Cli;

namespace Client.Tests;

public sealed class JsonPathTests
{
    private static readonly JsonNode Document = JsonNode.Parse(
        """
        {
          "kind": "List",
          "items": [
            {"metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "x"}}, "status": {"state": "Running", "runs": 3, "on": true}},
            {"metadata": {"name": "b"}, "status": {"state": "Queued", "runs": 1, "reason": {"code": "PlacementFailed"}}},
            {"metadata": {"name": "c"}, "status": {"state": "Running", "runs": 20}}
          ]
        }
        """)!;

    // As kubectl answers, but for what is not there: that is nothing here.
    [Theory]
    [InlineData("{.kind}", "List")]
    [InlineData(".kind", "List")]
    [InlineData("kind", "List")]
    [InlineData("{$.kind}", "List")]
    [InlineData("{.items[*].metadata.name}", "a b c")]
    [InlineData("{.items[0].metadata.name}", "a")]
    [InlineData("{.items[-1].metadata.name}", "c")]
    [InlineData("{.items[0,2].metadata.name}", "a c")]
    [InlineData("{.items[0:2].metadata.name}", "a b")]
    [InlineData("{.items[::2].metadata.name}", "a c")]
    [InlineData("{.items[-2:].metadata.name}", "b c")]
    [InlineData("{.items[7].metadata.name}", "")]
    [InlineData("{.none.at.all}", "")]
    [InlineData("{range .items[*]}{.metadata.name}{\"\\n\"}{end}", "a\nb\nc\n")]
    [InlineData("{range .items[*]}{.metadata.name}={.status.runs};{end}", "a=3;b=1;c=20;")]
    [InlineData("{range .items[*]}{range .metadata.labels.*}{@}{end}.{end}", "x...")]
    [InlineData("{.items[?(@.status.state==\"Running\")].metadata.name}", "a c")]
    [InlineData("{.items[?(@.status.state!='Running')].metadata.name}", "b")]
    [InlineData("{.items[?(@.status.runs>=3)].metadata.name}", "a c")]
    [InlineData("{.items[?( @.status.runs < 2 )].metadata.name}", "b")]
    [InlineData("{.items[?(@.status.reason)].metadata.name}", "b")]
    [InlineData("{.items[?(@.status.on==true)].metadata.name}", "a")]
    [InlineData("{.items[0].metadata.labels['app.kubernetes.io/name']}", "x")]
    [InlineData("{.items[0]['metadata','status']['name','state']}", "a Running")]
    [InlineData("{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "x")]
    [InlineData("{..code}", "PlacementFailed")]
    [InlineData("{.items[1].status.reason}", "{\"code\":\"PlacementFailed\"}")]
    [InlineData("{.items[0].status.runs}", "3")]
    [InlineData("{.items[0].status.on}", "true")]
    [InlineData("all: {.items[0].metadata.name} and {.items[1].metadata.name}", "all: a and b")]
    [InlineData("{\"a\\tb\"}{'c'}", "a\tbc")]
    [InlineData("{.items[0].metadata.name .items[1].metadata.name}", "a b")]
    [InlineData("{$.items[0].metadata.name}{range .items[1:]}{$.kind}{end}", "aListList")]
    [InlineData("{.items[*]}{end", null)]
    public void Fill_Template_GivesWhatKubectlGives(string template, string? expected)
    {
        if (expected is null)
            Assert.Throws<JsonPathException>(() => JsonPathTemplate.Parse(template));
        else
            Assert.Equal(expected, JsonPathTemplate.Parse(template).Fill(Document));
    }

    [Theory]
    [InlineData("{.items[*}", "the bracket: '}' is not expected; ']' is, at character 10")]
    [InlineData("{.items[}", "write a number, *, a name in quotes or ?(…) between the brackets, at character 9")]
    [InlineData("{.a", "'}' is missing, at character 4")]
    [InlineData("{.a.}", "a name is missing after the dot, at character 5")]
    [InlineData("{\"a}", "the quote is not closed, at character 2")]
    [InlineData("{range .a}x", "{range} without {end}, at character 12")]
    [InlineData("{end}", "{end} without {range}, at character 1")]
    [InlineData("{.a[?(@.b==c)]}", "'c' is no value; write @.path, a number, true, false, or a text in quotes, at character 12")]
    [InlineData("{.a[99999999999]}", "'99999999999' is no number that can be used here, at character 16")]
    [InlineData("{.a[0:1:0]}", "the step must be 1 or more, at character 10")]
    [InlineData(".a|.b", "'|' is not expected here, at character 3")]
    [InlineData(" ", "it is empty; write for example {.items[*].metadata.name}")]
    public void Parse_BrokenTemplate_SaysWhereAndWhat(string template, string error) =>
        Assert.Equal(error, Assert.Throws<JsonPathException>(() => JsonPathTemplate.Parse(template)).Message);

    [Fact]
    public void Parse_DeepNesting_IsRefused()
    {
        Assert.Throws<JsonPathException>(() => JsonPathTemplate.Parse(string.Concat(Enumerable.Repeat("{range .a}", 100))));
        Assert.Throws<JsonPathException>(() => JsonPathTemplate.Parse("{" + string.Concat(Enumerable.Repeat(".a[?(@", 100)) + "}"));
        Assert.Throws<JsonPathException>(() => JsonPathTemplate.Parse("{" + string.Concat(Enumerable.Repeat(".a", 100)) + "}"));
        Assert.Throws<JsonPathException>(() => JsonPathTemplate.Parse(new string('a', 10_000)));
    }

    [Fact]
    public void Fill_TooMuch_IsRefused()
    {
        var wide = new JsonObject { ["a"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(i => (JsonNode)i)]) };
        var template = JsonPathTemplate.Parse("{range .a[*]}{range $.a[*]}{range $.a[*]}x{end}{end}{end}");
        Assert.Throws<JsonPathException>(() => template.Fill(wide));
    }

    [Fact]
    public void Parse_AnyText_NeverFailsOtherwise()
    {
        const string Alphabet = "{}[]().*$@?:,'\"\\=!<>&| -019abrangeend\n";
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
            try
            {
                JsonPathTemplate.Parse(new string([.. Enumerable.Range(0, random.Next(1, 24)).Select(_ => Alphabet[random.Next(Alphabet.Length)])])).Fill(Document);
            }
            catch (JsonPathException)
            {
                // refused, with a reason
            }
    }
}
