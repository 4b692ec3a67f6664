using Muster.Contracts;

namespace Contracts.Tests;

public class NamesTests
{
    private static readonly string Long63 = new('a', 63);

    [Theory]
    [InlineData("a", true)]
    [InlineData("a-1", true)]
    [InlineData("1", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("A", false)]
    [InlineData("a.b", false)]
    [InlineData("a_b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    public void IsLabel_Text_IsAsKubernetesSays(string text, bool expected) => Assert.Equal(expected, Names.IsLabel(text));

    [Fact]
    public void IsLabel_Length_EndsAt63()
    {
        Assert.True(Names.IsLabel(Long63));
        Assert.False(Names.IsLabel(Long63 + "a"));
    }

    [Theory]
    [InlineData("app", true)]
    [InlineData("app.kubernetes.io/name", true)]
    [InlineData("nvidia.com/gpu", true)]
    [InlineData("A_b.C", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("A.com/a", false)]
    [InlineData("a/b/c", false)]
    [InlineData("a b", false)]
    public void IsQualifiedName_Text_IsAsKubernetesSays(string text, bool expected) => Assert.Equal(expected, Names.IsQualifiedName(text));

    [Theory]
    [InlineData("", true)]
    [InlineData("v1.2_x-Y", true)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    public void IsLabelValue_Text_IsAsKubernetesSays(string text, bool expected) => Assert.Equal(expected, Names.IsLabelValue(text));

    [Theory]
    [InlineData("job", "default/job")]
    [InlineData("ns/job", "ns/job")]
    public void Parse_JobId_HasNamespace(string text, string expected) => Assert.Equal(expected, JobId.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("A")]
    public void Parse_NoJobId_IsRefused(string text) => Assert.Throws<InvalidRequestException>(() => JobId.Parse(text));

    [Fact]
    public void Clip_TextFromOutside_IsShortAndClean()
    {
        Assert.Equal(80, Names.Clip(new string('x', 1000)).Length);
        Assert.Equal("a\uFFFD[31m", Names.Clip("a\u001b[31m"));
    }

    [Fact]
    public void Attempt_Order_IsByEpochThenTry()
    {
        Assert.True(Attempt.Of(2, 1) > Attempt.Of(1, Attempt.MaxTry));
        Assert.True(Attempt.None < Attempt.Of(1, 1));
        Assert.Equal("3-7", Attempt.Of(3, 7).ToString());
        Assert.Equal((3, 7), (Attempt.Of(3, 7).Epoch, Attempt.Of(3, 7).Try));
    }
}
