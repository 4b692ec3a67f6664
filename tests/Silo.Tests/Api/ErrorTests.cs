using System.Text;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Every error has its status, a stable code and a sentence that helps.</summary>
public sealed class ErrorTests(ApiSilo silo)
{
    [Fact]
    public async Task Submit_WithoutAToken_IsInvalid()
    {
        var problem = await ApiSilo.ProblemAsync(await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName()), token: null), 400, "Invalid");
        Assert.Equal("Idempotency-Key", Assert.Single(problem.Errors!.Value).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"metadata": 1}""")]
    [InlineData("""{"metadata":{"name":"a"},"metadata":{"name":"b"}}""")]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"podSets":[{"count":"many"}]}}""")]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"podSets":null}}""")]
    [InlineData("""{"metadata":{"name":"a"},"spec":null}""")]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"metadata":{"name":null},"spec":{}}""")]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"podSets":[null]}}""")]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"clusters":null,"dependsOn":null,"podSets":[{"template":{}}]}}""")]
    [InlineData("{\"metadata\":{\"name\":\"a\ud800\"}}")]
    public async Task Submit_WhatIsNoJob_IsInvalid(string body) => await ApiSilo.ProblemAsync(await silo.SubmitAsync(body), 400, "Invalid");

    [Fact]
    public async Task Submit_DeepNesting_IsInvalid()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        var body = ApiSilo.Job(ApiSilo.NewName()).Replace("\"spec\": { \"containers\"", $"\"x\": {deep}, \"spec\": {{ \"containers\"", StringComparison.Ordinal);
        await ApiSilo.ProblemAsync(await silo.SubmitAsync(body), 400, "Invalid");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/yaml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Submit_OfAnotherContentType_IsNotTheSilosFault(string type)
    {
        var response = await silo.PostAsync("v1/jobs", new StringContent(ApiSilo.Job(ApiSilo.NewName()), Encoding.UTF8, type), "token");
        Assert.InRange((int)response.StatusCode, 400, 499);
        await ApiSilo.ProblemAsync(response, (int)response.StatusCode, "Invalid");
    }

    [Fact]
    public async Task Submit_TooLarge_Is413()
    {
        var problem = await ApiSilo.ProblemAsync(await SendLargeAsync(chunked: false), 413, "Invalid");
        Assert.Contains("1048576", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_TooLargeInChunks_Is413() =>
        await ApiSilo.ProblemAsync(await SendLargeAsync(chunked: true), 413, "Invalid");

    [Fact]
    public async Task Submit_ToAnUnknownQueue_Is404() =>
        await ApiSilo.ProblemAsync(await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName(), queue: "nowhere")), 404, "QueueNotFound");

    [Fact]
    public async Task Submit_ToAnInnerQueue_IsInvalid() =>
        await ApiSilo.ProblemAsync(await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName(), queue: "research")), 400, "Invalid");

    [Fact]
    public async Task Submit_MoreThanThereIs_Is422WithItsReason()
    {
        var problem = await ApiSilo.ProblemAsync(await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName(), pods: 5, cpu: "64")), 422, "Unsatisfiable");
        Assert.Equal(ReasonCode.ExceedsFleet, problem.Reason!.Code);
        Assert.Contains("east", problem.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ATakenName_Is409()
    {
        var name = ApiSilo.NewName();
        Assert.Equal(201, (int)(await silo.SubmitAsync(ApiSilo.Job(name))).StatusCode);
        await ApiSilo.ProblemAsync(await silo.SubmitAsync(ApiSilo.Job(name)), 409, "JobAlreadyExists");
    }

    [Fact]
    public async Task Submit_AUsedTokenWithAnotherJob_Is409()
    {
        var token = Guid.NewGuid().ToString();
        Assert.Equal(201, (int)(await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName()), token)).StatusCode);
        await ApiSilo.ProblemAsync(await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName()), token), 409, "SubmissionConflict");
    }

    [Fact]
    public async Task Delete_ARunningJob_Is409AndAnEndedOneIsGone()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name, duration: "1h"));
        await ApiSilo.ProblemAsync(await silo.SendAsync("DELETE", $"v1/namespaces/default/jobs/{name}"), 409, "IllegalState");
        var cancelled = await silo.PostAsync($"v1/namespaces/default/jobs/{name}/cancel", null, null);
        Assert.Equal(200, (int)cancelled.StatusCode);
        Assert.Equal(JobState.Cancelled, await silo.EndAsync(name));
        Assert.Equal(204, (int)(await silo.SendAsync("DELETE", $"v1/namespaces/default/jobs/{name}")).StatusCode);
        await ApiSilo.ProblemAsync(await silo.SendAsync("GET", $"v1/namespaces/default/jobs/{name}"), 404, "JobNotFound");
    }

    [Theory]
    [InlineData("GET", "v1/namespaces/default/jobs/nobody", "JobNotFound")]
    [InlineData("DELETE", "v1/namespaces/default/jobs/nobody", "JobNotFound")]
    [InlineData("POST", "v1/namespaces/default/jobs/nobody/cancel", "JobNotFound")]
    [InlineData("GET", "v1/namespaces/default/jobs/nobody/explanation", "JobNotFound")]
    [InlineData("GET", "v1/queues/nowhere", "QueueNotFound")]
    [InlineData("GET", "v1/clusters/nowhere", "ClusterNotFound")]
    [InlineData("GET", "v1/nothing", "NoSuchEndpoint")]
    [InlineData("GET", "nothing/at/all", "NoSuchEndpoint")]
    [InlineData("GET", "", "NoSuchEndpoint")]
    public async Task Request_ForWhatIsNotThere_Is404(string method, string path, string code) =>
        await ApiSilo.ProblemAsync(await silo.SendAsync(method, path), 404, code);

    [Theory]
    [InlineData("PUT", "v1/jobs")]
    [InlineData("DELETE", "v1/queues")]
    public async Task Request_OfAnotherMethod_Is405(string method, string path) =>
        await ApiSilo.ProblemAsync(await silo.SendAsync(method, path), 405, "NoSuchEndpoint");

    [Theory]
    [InlineData("v1/namespaces/UPPER/jobs/a")]
    [InlineData("v1/namespaces/default/jobs/a_b")]
    [InlineData("v1/namespaces/default/jobs/a%2Fb")]
    [InlineData("v1/jobs?state=Resting")]
    [InlineData("v1/jobs?state=99")]
    [InlineData("v1/jobs?limit=many")]
    [InlineData("v1/jobs?sort=name")]
    [InlineData("v1/jobs?labelSelector=a%20in")]
    [InlineData("v1/jobs?fieldSelector=spec.color%3Dred")]
    [InlineData("v1/clusters/east/nodes?labelSelector=a%20in")]
    [InlineData("v1/jobs?after=then")]
    [InlineData("v1/events?job=a%20b")]
    [InlineData("v1/events?after=then")]
    public async Task Request_ThatMakesNoSense_IsInvalid(string path) => await ApiSilo.ProblemAsync(await silo.SendAsync("GET", path), 400, "Invalid");

    [Theory]
    [InlineData("v1/jobs?limit=0", "limit", "1 to 500")]
    [InlineData("v1/jobs?limit=-1", "limit", "1 to 500")]
    [InlineData("v1/jobs?limit=501", "limit", "1 to 500")]
    [InlineData("v1/events?limit=0", "limit", "1 to 1000")]
    [InlineData("v1/events?limit=5000", "limit", "1 to 1000")]
    [InlineData("v1/clusters/east/nodes?limit=501", "limit", "1 to 500")]
    [InlineData("v1/jobs?limit=abc", "limit", "whole number")]
    [InlineData("v1/jobs?after=abc", "after", "whole number")]
    [InlineData("v1/events?limit=abc", "limit", "whole number")]
    [InlineData("v1/events?after=abc", "after", "whole number")]
    [InlineData("v1/clusters/east/nodes?limit=abc", "limit", "whole number")]
    [InlineData("v1/namespaces/default/jobs/a/logs?tailLines=abc", "tailLines", "whole number")]
    [InlineData("v1/namespaces/default/jobs/a/logs?follow=abc", "follow", "true or false")]
    public async Task Request_WithAParameterThatIsWrong_NamesItAndWhatItTakes(string path, string parameter, string remedy)
    {
        var error = Assert.Single((await ApiSilo.ProblemAsync(await silo.SendAsync("GET", path), 400, "Invalid")).Errors!.Value);
        Assert.Equal(parameter, error.Field);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task Events_AfterWhatIsNoSequence_NameTheHeader(string last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events");
        request.Headers.Accept.Add(new("text/event-stream"));
        request.Headers.Add("Last-Event-ID", last);
        using var response = await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("Last-Event-ID", Assert.Single((await ApiSilo.ProblemAsync(response, 400, "Invalid")).Errors!.Value).Field);
    }

    [Fact]
    public async Task Answer_ToAFault_IsReadableAsItIsSent()
    {
        using var response = await silo.SendAsync("GET", "v1/jobs?sort=name%01");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("sort: 'name\uFFFD' is no order", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u0027", text, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    // The silo answers before it has read everything; whether the client still hears that is a matter of luck.
    private async Task<HttpResponseMessage> SendLargeAsync(bool chunked)
    {
        for (var tries = 0; ; tries++)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes("{" + new string(' ', 2 * ApiLimits.MaxBodyBytes) + "}"));
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = new StreamContent(stream) };
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.Add("Idempotency-Key", "token");
            request.Content.Headers.ContentType = new("application/json");
            try
            {
                return await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException) when (tries < 20)
            {
                // Cut off while sending.
            }
        }
    }
}
