using System.Collections.Immutable;
using Muster.Contracts;

namespace Contracts.Tests;

public sealed class SelectorTests
{
    private static readonly ImmutableSortedDictionary<string, string> Labels =
        ImmutableSortedDictionary<string, string>.Empty.Add("app", "train").Add("tier", "gold").Add("muster.dev/x", "").Add("in", "in");

    private static readonly JobFields Job = new("a", "team", "leaf", -7, JobState.Running, "east");

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("app=train", true)]
    [InlineData(" app == train ,tier=gold", true)]
    [InlineData("app=train,tier=iron", false)]
    [InlineData("app=", false)]
    [InlineData("muster.dev/x=", true)]
    [InlineData("app!=train", false)]
    [InlineData("app != serve", true)]
    [InlineData("none!=x", true)]
    [InlineData("none=x", false)]
    [InlineData("app in (serve,train)", true)]
    [InlineData("app in ( serve , train ),tier", true)]
    [InlineData("app in(serve)", false)]
    [InlineData("muster.dev/x in (a,)", true)]
    [InlineData("app notin (serve)", true)]
    [InlineData("app notin (train,serve)", false)]
    [InlineData("none notin (x)", true)]
    [InlineData("none in (x)", false)]
    [InlineData("tier", true)]
    [InlineData("none", false)]
    [InlineData("!none", true)]
    [InlineData("! tier", false)]
    [InlineData("in in (in)", true)]
    public void LabelSelector_EveryForm_ChoosesAsKubectlDoes(string text, bool expected) => Assert.Equal(expected, LabelSelector.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("a=b,,c", "'' is no requirement")]
    [InlineData(",", "'' is no requirement")]
    [InlineData("a b", "'a b' is no requirement")]
    [InlineData("=b", "'=b' is no key")]
    [InlineData("a in ()", "'a in ()' is no requirement")]
    [InlineData("a in (x", "'a in (x' is no requirement")]
    [InlineData("a out (x)", "'a out (x)' is no requirement")]
    [InlineData("a>5", "labelSelector[\"a>5\"]: 'a>5' is no key")]
    [InlineData("-a=b", "'-a' is no key")]
    [InlineData("a=b c", "'b c' is no label value")]
    [InlineData("a=b=c", "'b=c' is no label value")]
    [InlineData("a in (x,y z)", "'y z' is no label value")]
    [InlineData("!!a", "'!!a' is no requirement")]
    public void LabelSelector_NoSelector_IsRefusedAndNamed(string text, string problem)
    {
        var refusal = Assert.Throws<InvalidRequestException>(() => LabelSelector.Parse(text));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.All(refusal.Errors, static e => Assert.StartsWith("labelSelector", e.Field, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("metadata.name=a,metadata.namespace==team,spec.queue=leaf,spec.priority=-7,status.state=Running,status.cluster=east", true)]
    [InlineData("metadata.name=b", false)]
    [InlineData("metadata.name!=b", true)]
    [InlineData("status.state = running", true)]
    [InlineData("status.state!=Running", false)]
    [InlineData("spec.priority=-07", true)]
    [InlineData("status.cluster=", false)]
    [InlineData("status.cluster!=west", true)]
    [InlineData("", true)]
    public void FieldSelector_EveryField_Chooses(string text, bool expected) => Assert.Equal(expected, FieldSelector.Parse(text).Matches(Job));

    [Theory]
    [InlineData("spec.color=red", "'spec.color' is no field to select by; use metadata.name,")]
    [InlineData("metadata.name", "'metadata.name' is no requirement")]
    [InlineData("status.state=Resting", "'Resting' is no state; use one of Queued,")]
    [InlineData("status.state=4", "'4' is no state")]
    [InlineData("spec.priority=high", "'high' is no priority")]
    [InlineData("metadata.name=A B", "'A B' is no name")]
    [InlineData("metadata.name=", "'' is no name")]
    public void FieldSelector_NoSelector_IsRefusedAndNamed(string text, string problem)
    {
        var refusal = Assert.Throws<InvalidRequestException>(() => FieldSelector.Parse(text));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.All(refusal.Errors, static e => Assert.Equal("fieldSelector", e.Field));
    }

    [Fact]
    public void Selectors_BeyondTheirBounds_AreRefused()
    {
        var most = string.Join(',', Enumerable.Range(0, LabelSelector.MaxRequirements).Select(static i => $"!k{i}"));
        Assert.True(LabelSelector.Parse(most).Matches(Labels));
        Assert.Contains("33 requirements", Assert.Throws<InvalidRequestException>(() => LabelSelector.Parse(most + ",!x")).Message, StringComparison.Ordinal);
        Assert.Contains("4097 characters", Assert.Throws<InvalidRequestException>(() => LabelSelector.Parse(new(' ', 4097))).Message, StringComparison.Ordinal);
        Assert.Contains("4097 characters", Assert.Throws<InvalidRequestException>(() => FieldSelector.Parse(new('x', 4097))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelSelector_OfRandomText_ReadsOrRefusesAndNothingElse()
    {
        var random = new Random(5);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string(random.GetItems<char>("ab,=!() in.-/", random.Next(12)));
            try
            {
                LabelSelector.Parse(text).Matches(Labels);
                read++;
            }
            catch (InvalidRequestException)
            {
                refused++;
            }
        }
        Assert.True(read > 500 && refused > 500, $"{read} read, {refused} refused");
    }
}
