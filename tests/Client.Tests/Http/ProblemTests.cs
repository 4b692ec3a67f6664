using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Errors as the API answers them become the errors that they were.</summary>
public sealed partial class ProblemTests : IDisposable
{
    private const string Cancel = "POST /v1/namespaces/default/jobs/a/cancel";

    private static readonly JobId Id = new("default", "a");

    // These say that the program at the other end, or this one, has a defect; there is nothing to catch them by.
    private static readonly string[] WithoutType = ["Internal", "NoSuchEndpoint"];

    private readonly FakeSilo _silo = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _silo.Dispose();

    public static TheoryData<string, int> Documented()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "errors-and-reasons.md"));
        var rows = new TheoryData<string, int>();
        foreach (Match row in Row().Matches(text))
            rows.Add(row.Groups[1].Value, int.Parse(row.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        return rows;
    }

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task CancelJobAsync_CodeOfTheReference_ThrowsItsOwnType(string code, int status)
    {
        Answer(status, new Problem { Code = code, Status = status, Detail = "Job default/a has version 9, and 'x' is wrong.", Title = "t" }, tag: null);
        var error = await Assert.ThrowsAnyAsync<MusterException>(CancelOnce);
        Assert.Equal(WithoutType.Contains(code), Cause(error) is ApiException);
        Assert.Equal(code, Cause(error).Code);
    }

    [Fact]
    public void Reference_EveryErrorOfTheContracts_IsInIt()
    {
        var known = Documented().Select(static r => r.Data.Item1).ToHashSet();
        foreach (var type in typeof(MusterException).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(MusterException)) && !t.IsAbstract && t != typeof(BindingRefusedException)))
        {
            var code = ((MusterException)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Code;
            Assert.True(known.Contains(code), $"{code} ({type.Name}) is not in docs/reference/errors-and-reasons.md");
        }
    }

    [Fact]
    public async Task CancelJobAsync_OtherVersionWithTag_TellsTheVersionOfTheTag()
    {
        Answer(412, new Problem { Code = "PreconditionFailed", Status = 412, Detail = "Job default/a has version 8, not 4." }, tag: "\"9\"");
        Assert.Equal(9, (await Assert.ThrowsAsync<PreconditionFailedException>(CancelOnce)).Version);
    }

    [Fact]
    public async Task GetVersionAsync_NameThatTheCallIsNotAbout_IsTakenFromTheSentence()
    {
        _silo.On("GET /v1/version", new QueueNotFoundException("research"));
        using var client = Client();
        var error = await Assert.ThrowsAsync<QueueNotFoundException>(() => client.GetVersionAsync(Stop));
        Assert.Equal(new QueueNotFoundException("research").Message, error.Message);
    }

    // A change of which nobody knows says so; what the silo said is its cause.
    private static MusterException Cause(MusterException error) => error is OutcomeUnknownException { InnerException: MusterException inner } ? inner : error;

    private MusterClient Client() => new(new MusterClientOptions { Retry = RetryOptions.None }, _silo);

    private async Task CancelOnce()
    {
        using var client = Client();
        await client.CancelJobAsync(Id, new WriteOptions { IfVersion = 4 }, Stop);
    }

    private void Answer(int status, Problem problem, string? tag) => _silo.On(Cancel, () =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(JsonSerializer.Serialize(problem, ApiJson.Default.Problem), Encoding.UTF8, Problem.MediaType) };
        response.Headers.ETag = tag is null ? null : new EntityTagHeaderValue(tag);
        return response;
    });

    [GeneratedRegex(@"^\| `([A-Za-z]+)` \| ([0-9]{3})", RegexOptions.Multiline)]
    private static partial Regex Row();
}
