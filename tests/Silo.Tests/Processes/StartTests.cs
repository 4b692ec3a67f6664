using System.Diagnostics;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>A silo that cannot do its work does not start, and says why in one line.</summary>
[Trait("Category", "Slow")]
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-start-");

    private string Ledger => Path.Combine(_data.FullName, "ledger.db");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData("http://0.0.0.0:8080", "which others can reach")]
    [InlineData("http://192.0.2.1:8080", "which others can reach")]
    [InlineData("https://127.0.0.1:8080", "https needs a certificate")]
    [InlineData("ftp://127.0.0.1:8080", "write an address such as")]
    [InlineData("8080", "write an address such as")]
    public async Task Listen_WhereOthersCouldReachIt_IsRefused(string listen, string why) =>
        await RefusedAsync(why, $"--Muster:Listen={listen}");

    [Fact]
    public async Task Ledger_OfAnotherSilo_IsRefused()
    {
        using var first = await SiloProcess.ServeAsync(_data.FullName);
        await RefusedAsync("another silo uses this ledger");
        Assert.True(await ServesAsync(first));
    }

    [Fact]
    public async Task Ledger_ThatIsNone_IsRefusedAndLeftAlone()
    {
        await File.WriteAllTextAsync(Ledger, "certainly no database, but somebody's text", TestContext.Current.CancellationToken);
        await RefusedAsync("is no ledger");
        Assert.Equal("certainly no database, but somebody's text", await File.ReadAllTextAsync(Ledger, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ledger_WhosePagesAreDamaged_IsRefused()
    {
        using (var silo = await SiloProcess.ServeAsync(_data.FullName))
        {
            using var stop = Process.Start("kill", ["-TERM", $"{silo.Id}"]);
            Assert.Equal(0, await silo.ExitAsync());
        }
        await using (var file = new FileStream(Ledger, FileMode.Open, FileAccess.ReadWrite))
        {
            var noise = new byte[file.Length - 100];
            new Random(1).NextBytes(noise);
            file.Position = 100;
            await file.WriteAsync(noise, TestContext.Current.CancellationToken);
        }
        await RefusedAsync("is damaged");
    }

    [Fact]
    public async Task Data_ThatIsAFile_IsRefused()
    {
        await File.WriteAllTextAsync(Ledger, "", TestContext.Current.CancellationToken);
        await RefusedAsync("ledger.db", $"--Muster:Data={Ledger}");
    }

    [Fact]
    public async Task Disk_ThatIsFull_IsRefusedAtStart()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_data.FullName, "disk")).FullName;
        Assert.SkipUnless(Mount("-t", "tmpfs", "-o", "size=8k", "tmpfs", disk), "only who may mount can make a full disk");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(disk, "filler"), new byte[4096], TestContext.Current.CancellationToken);
            await RefusedAsync("no space left", $"--Muster:Data={disk}");
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Theory]
    [InlineData("--Muster:Nodes:ClaimTtl=00:00:00", "ClaimTtl")]
    [InlineData("--Muster:MemberClusters:LostAfter=00:00:01", "LostAfter")]
    [InlineData("--Muster:Queues:0:Parent=nowhere", "nowhere")]
    [InlineData("--Muster:Queues:3:Quotas:0:Resources:cpu:Nominal=lots", "lots")]
    [InlineData("--Muster:Simulation:Clusters:0:Name=Not A Name", "not a name")]
    [InlineData("--Muster:Ledger:Redis:Configuration=", "Muster:Ledger:Redis:Configuration is empty", "--Muster:Ledger:Kind=Redis")]
    [InlineData("--Muster:Ledger:Kind=Paper", "Paper")]
    [InlineData("--Muster:Cluster:Redis=localhost:6379", "the ledger is a file")]
    [InlineData("--Muster:Cluster:Redis=localhost:6379", "Muster:Cluster:AdvertisedAddress is ''", "--Muster:Ledger:Kind=Redis")]
    [InlineData("--Muster:Cluster:ProbeTimeout=00:00:00", "Muster:Cluster:ProbeTimeout")]
    public async Task Setting_OutOfBounds_IsRefusedByName(string setting, string named, params string[] others) => await RefusedAsync(named, [setting, .. others]);

    private async Task RefusedAsync(string why, params string[] settings)
    {
        using var silo = SiloProcess.Start(_data.FullName, settings);
        var code = await silo.ExitAsync();
        Assert.True(code == 1, $"it ended with {code}: {silo.Output}");
        var line = silo.Output.Split('\n').LastOrDefault(static l => l.StartsWith("muster-silo: ", StringComparison.Ordinal));
        Assert.True(line is not null && silo.Output.Contains(why, StringComparison.OrdinalIgnoreCase), silo.Output);
        Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> ServesAsync(SiloProcess silo)
    {
        using var client = silo.Client();
        return (await client.GetVersionAsync(TestContext.Current.CancellationToken)) is not null;
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments) == 0;

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
