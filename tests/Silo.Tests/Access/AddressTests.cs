using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Muster.Silo.Tests;

/// <summary>A silo that others could reach does not start without tokens and TLS, and says how to go on.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-address-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Open_PlainTextForOthers_SaysHowToGoOn() => Assert.Equal(
        "Muster:Listen is 'http://0.0.0.0:8080', which others can reach, and over http tokens can be read on the way; "
            + "listen on https:// with Muster:Certificate:Path and KeyPath, or on a loopback address, "
            + "or, behind a proxy that ends TLS, set Muster:Access:AllowPlainText=true.",
        await RefusalAsync("--Muster:Listen=http://0.0.0.0:8080"));

    [Fact]
    public async Task Open_HttpsWithoutACertificate_SaysHowToGoOn()
    {
        Assert.Equal(
            "Muster:Listen is 'https://0.0.0.0:8443', and https needs a certificate; set Muster:Certificate:Path to a PEM file, and Muster:Certificate:KeyPath to that of its key.",
            await RefusalAsync("--Muster:Listen=https://0.0.0.0:8443"));
        Assert.Equal("Muster:Certificate:Path is '/nowhere/tls.crt', and there is no such file.",
            await RefusalAsync("--Muster:Listen=https://0.0.0.0:8443", "--Muster:Certificate:Path=/nowhere/tls.crt"));
    }

    [Fact]
    public async Task Open_ForOthersWithoutATokenFile_SaysWhatToType()
    {
        var problem = await RefusalAsync("--Muster:Listen=http://0.0.0.0:0", "--Muster:Access:AllowPlainText=true");
        Assert.Equal(
            $"Every request needs a token here (Muster:Listen is 'http://0.0.0.0:0', Muster:Access:Anonymous is Loopback), and {_data.FullName}/tokens.json is not there. "
                + $"Create one with: muster-silo token create NAME --role admin --Muster:Data={_data.FullName} "
                + $"(from the source: dotnet run --project src/Silo -- token create NAME --role admin --Muster:Data={_data.FullName}). "
                + "Or listen on a loopback address, such as http://127.0.0.1:8080, without a token file.",
            problem);
    }

    [Fact]
    public async Task Open_ForOthersWithAToken_IsDone()
    {
        var (_, id, hash) = TokenText.Create();
        var now = TimeProvider.System.GetUtcNow();
        TokenFile.Change(Path.Combine(_data.FullName, "tokens.json"), list => TokenDesk.Add(list, new("ada", id, hash, [Grant.Everything], now), now));
        Assert.Null(await RefusalAsync("--Muster:Listen=http://0.0.0.0:0", "--Muster:Access:AllowPlainText=true"));
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("1.00:00:00")]
    public async Task Open_WithATimeForAnswersThatIsNone_NamesIt(string time) =>
        Assert.Contains("Muster:Limits:RequestTimeout", await RefusalAsync($"--Muster:Limits:RequestTimeout={time}"), StringComparison.Ordinal);

    [Fact]
    public async Task Open_WithoutADataDirectory_MakesOneForItsUserAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var data = Path.Combine(_data.FullName, "fresh");
        Assert.Null(await RefusalAsync("--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={data}"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(data).UnixFileMode);
    }

    private async Task<string?> RefusalAsync(params string[] settings)
    {
        await using var app = MusterHost.Build([$"--Muster:Data={_data.FullName}", .. settings], static b => b.Logging.ClearProviders());
        try
        {
            app.OpenStores();
            return null;
        }
        catch (OptionsValidationException problem)
        {
            return problem.Message;
        }
    }
}
