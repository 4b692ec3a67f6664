using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Muster.Silo.Tests;

/// <summary>What was answered is on record; what cannot be put on record is not answered.</summary>
public sealed class AuditTests(TokenSilo silo)
{
    [Fact]
    public async Task Record_OfWhatWasDoneAndRefused_HasALineForEachBeforeItsAnswer()
    {
        var name = ApiSilo.NewName();
        using (var http = silo.As("red"))
        using (var response = await TokenSilo.SubmitAsync(http, ApiSilo.Job(name, queue: "red", duration: "1h")))
            Assert.Equal(("red", "POST /v1/jobs", 201, null), Last(name));
        var cancel = $"v1/namespaces/default/jobs/{name}/cancel";
        await silo.AskAsync("red-submit", "POST", cancel);
        Assert.Equal(("red-submit", "POST /v1/namespaces/{ns}/jobs/{name}/cancel", 403, "Forbidden"), Last(name));
        await silo.AskAsync("blue", "POST", cancel);
        Assert.Equal(("blue", "POST /v1/namespaces/{ns}/jobs/{name}/cancel", 404, "JobNotFound"), Last(name));
        await silo.AskAsync(null, "POST", cancel);
        Assert.Equal(("", "POST /v1/namespaces/{ns}/jobs/{name}/cancel", 401, "Unauthenticated"), Last(name));
        await silo.AskAsync("red", "POST", cancel);
        Assert.Equal(("red", "POST /v1/namespaces/{ns}/jobs/{name}/cancel", 200, null), Last(name));
        await silo.AskAsync("red", "GET", $"v1/namespaces/default/jobs/{name}");
        Assert.Equal(200, Last(name).Status);
        Assert.Null(new AuditVerifier().Read(AuditFile.Current(silo.Audit)));
        Assert.DoesNotContain(Lines(), l => l.Contains(silo.Token("red")[^TokenText.SecretLength..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_WhileTheRecordCannotBeWritten_Is503AndReadsGoOn()
    {
        var data = Directory.CreateTempSubdirectory("muster-unwritten-");
        await using var app = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={data.FullName}"], static b => b.Logging.ClearProviders());
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        // The file is lost, and a file stands where its directory was.
        var directory = Path.Combine(data.FullName, "audit");
        app.Services.GetRequiredService<AuditFile>().Dispose();
        Directory.Move(directory, directory + ".aside");
        await File.WriteAllTextAsync(directory, "", TestContext.Current.CancellationToken);
        var cancel = new Uri("v1/namespaces/default/jobs/nobody/cancel", UriKind.Relative);
        await ApiSilo.ProblemAsync(await http.PostAsync(cancel, null, TestContext.Current.CancellationToken), 503, "AuditUnavailable");
        // Done, and not on record: not answered either. Once it can be written, a repeat is.
        using var late = await TokenSilo.SubmitAsync(http, ApiSilo.Job("late", duration: "1h"), "late");
        await ApiSilo.ProblemAsync(late, 503, "AuditUnavailable");
        Assert.True((await http.GetAsync(new Uri("v1/jobs", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        File.Delete(directory);
        Directory.Move(directory + ".aside", directory);
        await ApiSilo.ProblemAsync(await http.PostAsync(cancel, null, TestContext.Current.CancellationToken), 404, "JobNotFound");
        using var again = await TokenSilo.SubmitAsync(http, ApiSilo.Job("late", duration: "1h"), "late");
        Assert.Equal(200, (int)again.StatusCode);
    }

    private (string Caller, string Action, int Status, string? Code) Last(string name)
    {
        var record = JsonSerializer.Deserialize(Lines().Last(l => l.Contains(name, StringComparison.Ordinal)), AuditJson.Default.AuditRecord)!;
        return (record.Caller, record.Action, record.Status, record.Code);
    }

    private List<string> Lines()
    {
        using var file = new FileStream(AuditFile.Current(silo.Audit), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
