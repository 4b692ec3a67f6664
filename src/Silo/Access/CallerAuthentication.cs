using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>Finds out who the caller is. The principal is for ASP.NET Core; Muster goes by <see cref="Caller"/>.</summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CallerReader reader)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Muster";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (caller, refusal) = reader.Read(Context);
        if (caller is null)
        {
            Context.Features.Set(refusal);
            return Task.FromResult(AuthenticateResult.NoResult());
        }
        Context.Features.Set(caller);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName)));
    }
}
