using System.Diagnostics;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Good credentials are good for what they are for; all others say as much as helps their owner, and nothing that helps anybody else.</summary>
public sealed class CredentialTests(TokenSilo silo)
{
    private static readonly Uri WhoAmI = new("v1/whoami", UriKind.Relative);

    [Fact]
    public async Task WhoAmI_OfAToken_IsItsNameAndItsGrants()
    {
        var (status, text) = await silo.AskAsync("red-of-space", "GET", "v1/whoami");
        Assert.Equal(200, status);
        var caller = JsonSerializer.Deserialize(text, ApiJson.Default.CallerInfo)!;
        Assert.Equal("red-of-space", caller.Name);
        var grant = Assert.Single(caller.Grants);
        Assert.Equal(("manage", "red", "space"), (grant.Role, grant.Queue, Assert.Single(grant.Namespaces)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer mst_")]
    [InlineData("Bearer mst_0123456789ab_short")]
    [InlineData("Basic cm9vdDpyb290")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.")]
    [InlineData("Bearer mst_0123456789ab_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("mst_0123456789ab_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Credential_ThatIsNone_Is401(string authorization) => await RefusedAsync(authorization);

    [Fact]
    public async Task Credential_CutShortOrAltered_Is401AndNothingTellsHowNearItWas()
    {
        var token = silo.Token("root");
        await RefusedAsync($"Bearer {token[..^1]}");
        await RefusedAsync($"Bearer {token}0");
        await RefusedAsync($"Bearer {token.ToUpperInvariant()}");
        var altered = await RefusedAsync($"Bearer {token[..^1]}{(token[^1] == '0' ? '1' : '0')}");
        var unknown = await RefusedAsync($"Bearer mst_{new string('0', TokenText.IdLength)}_{token[^TokenText.SecretLength..]}");
        Assert.Equal(unknown.Detail, altered.Detail);
    }

    [Fact]
    public async Task Credential_ThatHasExpired_SaysSoToItsHolderAlone()
    {
        var token = silo.Token("old");
        Assert.Contains("expired", (await RefusedAsync($"Bearer {token}")).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("expired", (await RefusedAsync($"Bearer {token[..^1]}{(token[^1] == '0' ? '1' : '0')}")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_AddedAndRevoked_IsNoticedByTheRunningSilo()
    {
        silo.Add("guest", Role.Viewer, []);
        await UntilAsync("guest", 200);
        silo.Revoke("guest");
        await UntilAsync("guest", 401);
    }

    [Fact]
    public async Task Stream_OfATokenThatIsRevoked_Ends()
    {
        silo.Add("watcher", Role.Manage, ["red"]);
        await UntilAsync("watcher", 200);
        using var http = silo.As("watcher");
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events?after=0");
        request.Headers.Accept.Add(new("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        silo.Revoke("watcher");
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            await body.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            // Ended in the middle.
        }
    }

    [Fact]
    public async Task Watches_OfOneToken_AreBounded()
    {
        var open = new List<HttpResponseMessage>();
        using var http = silo.As("view");
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events");
            request.Headers.Accept.Add(new("text/event-stream"));
            open.Add(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
        }
        Assert.Equal([200, 200, 429], open.Select(static r => (int)r.StatusCode));
        open.ForEach(static r => r.Dispose());
    }

    [Fact]
    public async Task PathThatDoesNotExist_IsToldToCallersAlone()
    {
        Assert.Equal(401, (await silo.AskAsync(null, "GET", "v1/nothing")).Status);
        Assert.Equal(404, (await silo.AskAsync("red", "GET", "v1/nothing")).Status);
        Assert.Equal(405, (await silo.AskAsync("red", "PUT", "v1/jobs")).Status);
        Assert.Equal(200, (await silo.AskAsync(null, "GET", "healthz")).Status);
    }

    private async Task<Problem> RefusedAsync(string authorization)
    {
        using var http = silo.With(authorization);
        using var response = await http.GetAsync(WhoAmI, TestContext.Current.CancellationToken);
        var problem = await ApiSilo.ProblemAsync(response, 401, "Unauthenticated");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        return problem;
    }

    private async Task UntilAsync(string name, int status)
    {
        using var http = silo.As(name);
        for (var begin = Stopwatch.GetTimestamp(); ;)
        {
            using var response = await http.GetAsync(WhoAmI, TestContext.Current.CancellationToken);
            if ((int)response.StatusCode == status)
                return;
            Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(10), $"{name} is answered {response.StatusCode} still");
        }
    }
}
