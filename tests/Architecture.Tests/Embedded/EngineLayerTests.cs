namespace Muster.Architecture.Tests;

/// <summary>The embedded engine knows nothing of what runs on it.</summary>
public sealed class EngineLayerTests
{
    [Theory]
    [InlineData("Orleans.Embedded")]
    [InlineData("Orleans.Embedded.Abstractions")]
    public void Layers_OfTheEngine_ReferToNothingOfMusters(string assembly) =>
        Assert.Empty(Rule.Layers(CompiledAssembly.Read(Repository.Assembly(assembly))));
}
