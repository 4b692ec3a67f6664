using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Muster.Deploy.Tests;

/// <summary>The image of the Dockerfile and that of the SDK are the same, and what the manifests expect.</summary>
public sealed partial class ImageTests
{
    private static readonly string Dockerfile = Repository.Read("deploy", "Dockerfile");
    private static readonly XDocument Project = XDocument.Load(Repository.File("src", "Silo", "Muster.Silo.csproj"));

    [Fact]
    public void Dockerfile_Arguments_AreWhatTheProjectHas()
    {
        Assert.Contains($"ARG RUNTIME={Property("ContainerBaseImage")}\n", Dockerfile, StringComparison.Ordinal);
        Assert.Contains($"USER {Property("ContainerUser")}\n", Dockerfile, StringComparison.Ordinal);
        Assert.EndsWith($"ENTRYPOINT [\"{Include("ContainerAppCommand")}\"]\n", Dockerfile, StringComparison.Ordinal);
        Assert.Contains($"EXPOSE {Include("ContainerPort").Replace(';', ' ')}\n", Dockerfile, StringComparison.Ordinal);
        foreach (var variable in Project.Descendants("ContainerEnvironmentVariable"))
            Assert.Contains($"{variable.Attribute("Include")!.Value}={variable.Attribute("Value")!.Value}", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Base_OfEveryFinalStage_HasNoShell()
    {
        Assert.EndsWith("-chiseled", Property("ContainerBaseImage"), StringComparison.Ordinal);
        Assert.Matches("ARG DEPS=.*-chiseled\n", Dockerfile);
        Assert.DoesNotContain(":latest", Dockerfile, StringComparison.Ordinal);
        // What comes after the sources' stages has no RUN: there is nothing to run it with.
        Assert.DoesNotContain("\nRUN", Dockerfile[Dockerfile.IndexOf("FROM ${DEPS}", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_OfTheImage_IsTheOneOfThePods()
    {
        var deployment = (await Installation.ObjectsAsync("chart")).Single(static o => o.Kind == "Deployment");

        Assert.Equal(Property("ContainerUser"), $"{deployment.Pod!["securityContext"]!["runAsUser"]}:{deployment.Pod!["securityContext"]!["runAsGroup"]}");
    }

    [Fact]
    public void Ignored_WhatTheBuildReads_IsNot()
    {
        var sent = Repository.Read(".dockerignore").Split('\n').Where(static l => l.StartsWith('!')).Select(static l => l[1..]).ToList();

        Assert.All(sent, static path => Assert.True(File.Exists(Repository.File(path)) || Directory.Exists(Repository.File(path)), path));
        var read = Directory.EnumerateFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(static f => Outside().Matches(File.ReadAllText(f)).Select(static m => m.Groups[1].Value));
        Assert.All(read, path => Assert.Contains(sent, s => path.StartsWith(s, StringComparison.Ordinal)));
    }

    private static string Property(string name) => Project.Descendants(name).Single().Value;

    private static string Include(string item) => Project.Descendants(item).Single().Attribute("Include")!.Value;

    [GeneratedRegex(@"Include=""\.\./\.\./([^""]+)""")]
    private static partial Regex Outside();
}
