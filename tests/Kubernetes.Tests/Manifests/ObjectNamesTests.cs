using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ObjectNamesTests
{
    private static readonly Attempt Longest = Attempt.Of(1L << 42, Attempt.MaxTry);

    public static TheoryData<string> Jobs => ["a", "9", "1-2", new string('a', 63), "9" + new string('a', 62), new string('a', 40) + "-" + new string('b', 22)];

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Names_AnyJob_AreWithinKubernetesLimits(string name)
    {
        var job = new JobId("default", name);
        foreach (var attempt in new[] { Attempt.Of(1, 1), Longest })
        {
            Assert.True(ObjectNames.IsName(ObjectNames.Anchor(job, attempt)));
            Assert.True(Names.IsLabel(ObjectNames.Service(job, attempt)));
            Assert.True(char.IsAsciiLetter(ObjectNames.Service(job, attempt)[0]));
            Assert.True(Names.IsLabelValue(attempt.ToString()));
            Assert.True(ObjectNames.IsName(PodPlan.NameOf(job, attempt, new string('s', 63), 4095)));
            Assert.True(Names.IsLabel(ObjectNames.Host(name, 4095)));
        }
    }

    [Fact]
    public void Service_NamesThatAreCut_StayApart()
    {
        var jobs = from first in "ab1" from last in "xy" select new JobId("default", first + new string('j', 61) + last);
        var names = (from job in jobs from number in new[] { 1, 2 } select ObjectNames.Service(job, Attempt.Of(1, number))).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void Host_NamesThatAreCut_StayApart()
    {
        var names = (from last in "xy" from index in new[] { 1, 11 } select ObjectNames.Host(new string('s', 62) + last, index)).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("A")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    public void IsName_WhatMakesNoPath_IsNone(string text) => Assert.False(ObjectNames.IsName(text));

    [Fact]
    public void Service_ShortName_IsAsItReads() =>
        Assert.Equal("train-7-2", ObjectNames.Service(new("default", "train"), Attempt.Of(7, 2)));
}
