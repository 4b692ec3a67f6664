using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Client.Tests;

/// <summary>The package as a user gets it: packed, restored by a project outside this repository, and run.</summary>
[Trait("Category", "Slow")]
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const string Program = """
        using Muster.Client;
        using Muster.Client.Testing;
        using Muster.Contracts;

        var job = JobBuilder.Create("train").WithPodSet("worker", 4, pod => pod.Image("train:2").Gpus(8).Cpu("4")).Build();
        var fake = new FakeMusterClient();
        var handle = await fake.SubmitAsync(job);
        fake.Complete(handle.Id);
        Console.WriteLine((await handle.WaitForCompletionAsync()).Status!.State);
        using var muster = new MusterClient(new MusterClientOptions { Address = new Uri(args[0]) });
        Console.WriteLine((await muster.GetVersionAsync()).Version);
        Console.WriteLine(ManifestReader.Read("metadata: {name: a}\nspec: {podSets: [{template: {spec: {containers: [{name: m, image: i}]}}}]}\napiVersion: muster.dev/v1alpha1\nkind: Job", "x")[0].Job.Id);
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("muster-package-");

    private readonly HttpListener _silo = new();

    public void Dispose()
    {
        _silo.Close();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Package_ProjectOutsideTheRepository_RestoresBuildsAndRunsIt()
    {
        await RunAsync(Repository.Root, "pack", "src/Client", "-c", "Release", "-o", _folder.FullName, "-nologo", "-v", "quiet", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:Engine=Embedded");
        var package = Assert.Single(_folder.GetFiles("*.nupkg"));
        CheckContent(package.FullName);

        var project = _folder.CreateSubdirectory("app");
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "Program.cs"), Program, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(project.FullName, "app.csproj"), Project(package.Name), TestContext.Current.CancellationToken);
        var address = Listen();
        var answering = AnswerAsync();
        var output = await RunAsync(project.FullName, "run", "--", address);
        await answering;
        Assert.EndsWith("Succeeded\n9.8.7\ndefault/a\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static void CheckContent(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        var entries = zip.Entries.Select(static e => e.FullName).ToHashSet();
        foreach (var file in new[] { "README.md", "lib/net10.0/Muster.Client.dll", "lib/net10.0/Muster.Contracts.dll", "ref/net10.0/Muster.Client.dll", "ref/net10.0/Muster.Client.xml", "ref/net10.0/Muster.Contracts.dll", "ref/net10.0/Muster.Contracts.xml" })
            Assert.Contains(file, entries);
        Assert.DoesNotContain(entries, static e => e.StartsWith("ref/", StringComparison.Ordinal) && e.Contains("Orleans", StringComparison.Ordinal));
        using var reader = new StreamReader(zip.GetEntry("Muster.Client.nuspec")!.Open());
        var nuspec = reader.ReadToEnd();
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"Muster.", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"Orleans.", nuspec, StringComparison.Ordinal);
    }

    private string Project(string package) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NoWarn>NU1603</NoWarn>
            <RestoreAdditionalProjectSources>{_folder.FullName}</RestoreAdditionalProjectSources>
            <RestorePackagesPath>{_folder.FullName}/packages</RestorePackagesPath>
            <RestoreFallbackFolders>{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}</RestoreFallbackFolders>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Muster.Client" Version="{package["Muster.Client.".Length..^".nupkg".Length]}" />
          </ItemGroup>
        </Project>
        """;

    private string Listen()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _silo.Prefixes.Add(address);
        _silo.Start();
        return address;
    }

    private async Task AnswerAsync()
    {
        var context = await _silo.GetContextAsync().WaitAsync(Patience);
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("""{"version":"9.8.7","engine":"Embedded"}"""));
        context.Response.Close();
    }

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What a build that runs these tests has set is not this one's.
        foreach (var name in start.Environment.Keys.Where(static n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || n is "DOTNET_CLI_TELEMETRY_SESSIONID" or "DOTNET_HOST_PATH").ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} failed:\n{await output}\n{await error}");
        return await output;
    }
}
