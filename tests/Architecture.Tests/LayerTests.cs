namespace Muster.Architecture.Tests;

/// <summary>References go one way, and where things are decided there is nothing but decisions.</summary>
public sealed class LayerTests
{
    [Theory]
    [InlineData("Muster.Contracts")]
    [InlineData("Muster.Scheduling", "Muster.Contracts")]
    [InlineData("Muster.Ledger", "Muster.Contracts")]
    [InlineData("Muster.Kubernetes", "Muster.Contracts")]
    [InlineData("Muster.Client", "Muster.Contracts")]
    [InlineData("Muster.Grains", "Muster.Contracts", "Muster.Scheduling", "Muster.Ledger")]
    [InlineData("muster", "Muster.Contracts", "Muster.Client")]
    [InlineData("Muster.Silo", "Muster.Contracts", "Muster.Scheduling", "Muster.Ledger", "Muster.Grains", "Muster.Kubernetes", "Muster.Client")]
    public void Layers_EveryAssembly_RefersOnlyToThoseBelow(string assembly, params string[] allowed) =>
        Assert.Empty(Rule.Layers(CompiledAssembly.Read(Repository.Assembly(assembly)), allowed));

    [Fact]
    public void Layers_AssemblyThatRefersUpwards_IsFound() =>
        Assert.Equal(["Muster.Ledger", "Muster.Scheduling"], Rule.Layers(CompiledAssembly.Read(Repository.Assembly("Muster.Grains")), "Muster.Contracts").Order(StringComparer.Ordinal));

    [Fact]
    public void Purity_Scheduling_HasNoClockNoDiceNoTaskAndNoFramework() =>
        Assert.Empty(Rule.Purity(CompiledAssembly.Read(Repository.Assembly("Muster.Scheduling"))));

    [Fact]
    public void Purity_AssemblyWithAllOfThat_IsFound()
    {
        // This very assembly: see Impure.
        var broken = Rule.Purity(CompiledAssembly.Read(typeof(LayerTests).Assembly.Location)).ToArray();

        foreach (var expected in new[]
        {
            "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Random.get_Shared",
            "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Guid.NewGuid", "System.TimeProvider.get_System",
            "System.Diagnostics.Stopwatch", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1",
        })
            Assert.Contains(expected, broken);
        Assert.Contains(Rule.Purity(CompiledAssembly.Read(Repository.Assembly("Muster.Grains"))), static r => r.StartsWith("Orleans", StringComparison.Ordinal));
        Assert.Contains(Rule.Purity(CompiledAssembly.Read(Repository.Assembly("Muster.Grains"))), static r => r.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
    }

    /// <summary>All that a decision must not do.</summary>
    internal static async Task<string> Impure()
    {
        await Task.Yield();
        return $"{DateTime.Now}{DateTime.UtcNow}{DateTimeOffset.Now}{DateTimeOffset.UtcNow}{Random.Shared.Next()}{System.Diagnostics.Stopwatch.GetTimestamp()}"
            + $"{Environment.TickCount}{Environment.TickCount64}{Guid.NewGuid()}{TimeProvider.System.GetTimestamp()}";
    }
}
