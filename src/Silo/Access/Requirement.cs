using Microsoft.AspNetCore.Authorization;

namespace Muster.Silo;

/// <summary>What an endpoint asks for; without a permission it asks for a caller alone.</summary>
internal sealed record Requirement(Permission? Permission) : IAuthorizationRequirement, IAuthorizationRequirementData
{
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}
