using System.Net.Sockets;
using System.Text;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Whatever is sent, the answer names the field, and the silo goes on.</summary>
public sealed class HostileTests(ApiSilo silo)
{
    [Theory]
    [InlineData("\"queue\": \"default\"", "\"queue\": \"default\", \"priority\": 1e999", "spec.priority")]
    [InlineData("\"queue\": \"default\"", "\"queue\": \"default\", \"priority\": 99999999999999999999999", "spec.priority")]
    [InlineData("\"queue\": \"default\"", "\"queue\": \"default\", \"priority\": \"high\"", "spec.priority")]
    [InlineData("\"queue\": \"default\"", "\"queue\": [\"default\"]", "spec.queue")]
    [InlineData("\"queue\": \"default\"", "\"queue\": \"../default\"", "spec.queue")]
    [InlineData("\"queue\": \"default\"", "\"queue\": \"de\\u0000fault\"", "spec.queue")]
    [InlineData("\"queue\": \"default\"", "\"queue\": \"default\", \"colour\": 1", "spec.colour")]
    [InlineData("\"namespace\": \"default\"", "\"namespace\": \"a/../b\"", "metadata.namespace")]
    public async Task Submit_WithABadField_NamesIt(string good, string bad, string field)
    {
        var body = ApiSilo.Job(ApiSilo.NewName()).Replace(good, bad, StringComparison.Ordinal);
        var problem = await ApiSilo.ProblemAsync(await silo.SubmitAsync(body), 400, "Invalid");
        Assert.Contains(problem.Errors!.Value, e => e.Field.Contains(field, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submit_WithManyLabels_NamesThemAndTheBound()
    {
        var labels = string.Join(',', Enumerable.Range(0, 60_000).Select(static i => $"\"k{i}\":\"\""));
        var body = ApiSilo.Job(ApiSilo.NewName()).Replace("\"namespace\"", $"\"labels\": {{{labels}}}, \"namespace\"", StringComparison.Ordinal);
        var problem = await ApiSilo.ProblemAsync(await silo.SubmitAsync(body), 400, "Invalid");
        Assert.Contains(problem.Errors!.Value, static e => e.Field == "metadata.labels");
        var larger = body.Replace("\"k1\":\"\"", "\"k1\":\"\"," + string.Join(',', Enumerable.Range(100_000, 100_000).Select(static i => $"\"k{i}\":\"\"")), StringComparison.Ordinal);
        try
        {
            await ApiSilo.ProblemAsync(await silo.SubmitAsync(larger), 413, "Invalid");
        }
        catch (HttpRequestException)
        {
            // Cut off while sending: the answer came before everything was sent.
        }
        await ServesAsync();
    }

    [Fact]
    public async Task Submit_OfBytesThatAreNoText_IsInvalid()
    {
        var bytes = Encoding.UTF8.GetBytes(ApiSilo.Job("a-name-to-spoil"));
        bytes[bytes.AsSpan().IndexOf("spoil"u8)] = 0xff;
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        await ApiSilo.ProblemAsync(await silo.PostAsync("v1/jobs", content, "token-of-no-text"), 400, "Invalid");
    }

    [Theory]
    [InlineData("/v1/namespaces/default/jobs/..%2f..%2fhealthz")]
    [InlineData("/v1/namespaces/default/jobs/%2e%2e%2fa")]
    [InlineData("/v1/namespaces/default/jobs/a%00b")]
    [InlineData("/v1/namespaces/default/jobs/a%25b")]
    [InlineData("/v1/namespaces/default/jobs/a%0d%0aSet-Cookie:%20b")]
    [InlineData("/v1/namespaces/..%5c../jobs/a")]
    [InlineData("/v1/namespaces/default/jobs/%ff%fe")]
    [InlineData("/v1/queues/..%2fdefault")]
    [InlineData("/v1/namespaces/default/jobs/%")]
    public async Task Path_WithTricks_IsRefused(string path)
    {
        var answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: {silo.Http.BaseAddress!.Authority}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("Set-Cookie:", answer.Split("\r\n\r\n")[0], StringComparison.OrdinalIgnoreCase);
        await ServesAsync();
    }

    [Fact]
    public async Task Connection_DroppedInTheMiddleOfABody_LeavesNothingBehindAndKeepsWhatWasAccepted()
    {
        var (name, accepted) = (ApiSilo.NewName(), ApiSilo.NewName());
        Assert.Equal(201, (int)(await silo.SubmitAsync(ApiSilo.Job(accepted))).StatusCode);
        var body = ApiSilo.Job(name);
        for (var i = 0; i < 20; i++)
            await RawAsync($"POST /v1/jobs HTTP/1.1\r\nHost: {silo.Http.BaseAddress!.Authority}\r\nContent-Type: application/json\r\nIdempotency-Key: k{i}\r\n"
                + $"Content-Length: {body.Length + 10}\r\n\r\n{body}", read: false);
        await ServesAsync();
        await ApiSilo.ProblemAsync(await silo.SendAsync("GET", $"v1/namespaces/default/jobs/{name}"), 404, "JobNotFound");
        Assert.Equal(200, (int)(await silo.SendAsync("GET", $"v1/namespaces/default/jobs/{accepted}")).StatusCode);
    }

    // Of ten megabytes the silo reads none: their length says enough.
    [Theory]
    [InlineData("/v1/jobs", ApiLimits.MaxBodyBytes)]
    [InlineData("/v1/jobs:batch", JobBatch.MaxBytes)]
    public async Task Submit_OfABodyOfTenMegabytes_IsRefusedByItsLength(string path, int most)
    {
        var answer = await RawAsync($"POST {path} HTTP/1.1\r\nHost: {silo.Http.BaseAddress!.Authority}\r\nContent-Type: application/json\r\nIdempotency-Key: large\r\n"
            + "Content-Length: 10485760\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains($"larger than {most} bytes", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_OfABodyThatComesTooSlowly_Is408()
    {
        var answer = await RawAsync($"POST /v1/jobs HTTP/1.1\r\nHost: {silo.Http.BaseAddress!.Authority}\r\nContent-Type: application/json\r\nIdempotency-Key: slow\r\n"
            + "Content-Length: 100000\r\n\r\n{");
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("too slowly", answer, StringComparison.Ordinal);
        await ServesAsync();
    }

    [Theory]
    [InlineData("Origin: http://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Authorization: Bearer mst_whatever")]
    public async Task Request_OfAWebPageOrWithABadCredential_IsNotAnonymous(string header)
    {
        var answer = await RawAsync($"GET /v1/jobs HTTP/1.1\r\nHost: {silo.Http.BaseAddress!.Authority}\r\n{header}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ThatNamesAnotherHost_IsNotAnonymous() =>
        Assert.StartsWith("HTTP/1.1 401 ", await RawAsync("GET /v1/jobs HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    private async Task ServesAsync() => Assert.True((await silo.SendAsync("GET", "v1/version")).IsSuccessStatusCode);

    private async Task<string> RawAsync(string request, bool read = true)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(silo.Http.BaseAddress!.Host, silo.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        if (!read)
            return "";
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
