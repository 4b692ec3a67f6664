using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Muster.Silo.Tests;

/// <summary>Every endpoint says who may use it; one that does not is closed.</summary>
public sealed class EndpointTests(TokenSilo silo)
{
    private static readonly string[] Public = ["/healthz", "/healthz/live", "/healthz/ready", "/healthz/startup"];

    private IEnumerable<RouteEndpoint> Endpoints => silo.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Endpoints_AllOfThem_RequireAPermissionOrAreProbes()
    {
        Assert.NotEmpty(Endpoints);
        foreach (var endpoint in Endpoints)
        {
            var isPublic = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            Assert.True(isPublic ? Public.Contains(endpoint.RoutePattern.RawText) : endpoint.Metadata.GetMetadata<Requirement>() is not null,
                $"{endpoint.DisplayName} says nothing of who may use it: map it with .Requires(Permission...)");
        }
    }

    [Fact]
    public async Task Endpoints_AllOfThem_AnswerNobodyWithoutACredential()
    {
        foreach (var endpoint in Endpoints.Where(static e => e.Metadata.GetMetadata<IAllowAnonymous>() is null))
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var path = endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
                var (status, text) = await silo.AskAsync(null, method, path);
                Assert.True(status == 401, $"{method} {path} answered {status}: {text}");
            }
    }

    [Fact]
    public void Endpoints_ThatChangeSomething_AreNotOpenToViewers()
    {
        var viewer = new Grant(Role.Viewer);
        foreach (var endpoint in Endpoints)
            if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(AuditMiddleware.IsChange) == true)
                Assert.False(endpoint.Metadata.GetMetadata<Requirement>()?.Permission is not { } permission || viewer.Role.Has(permission), endpoint.DisplayName);
    }

    [Fact]
    public async Task Endpoint_MappedWithoutAWord_IsClosedToTheAdministratorToo()
    {
        var data = Directory.CreateTempSubdirectory("muster-closed-");
        await using var app = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={data.FullName}"], static builder => builder.Logging.ClearProviders());
        app.MapGet("/forgotten", static () => "everything");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await ApiSilo.ProblemAsync(await http.GetAsync(new Uri("forgotten", UriKind.Relative), TestContext.Current.CancellationToken), 403, "Forbidden");
    }
}
