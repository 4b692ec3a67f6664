using System.Collections.Frozen;

namespace Muster.Silo;

/// <summary>Which permissions each role has.</summary>
internal static class Roles
{
    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> Permissions = new Dictionary<Role, FrozenSet<Permission>>
    {
        [Role.Admin] = Enum.GetValues<Permission>().ToFrozenSet(),
        [Role.Operator] = Enum.GetValues<Permission>().ToFrozenSet(),
        [Role.Viewer] = Set(Permission.ReadJobs, Permission.ReadQueues, Permission.ReadClusters, Permission.ReadMetrics),
        [Role.Submit] = Set(Permission.ReadJobs, Permission.SubmitJobs, Permission.ReadQueues),
        [Role.Manage] = Set(Permission.ReadJobs, Permission.SubmitJobs, Permission.ReadQueues, Permission.ManageJobs, Permission.ManageQueues),
    }.ToFrozenDictionary();

    public static bool Has(this Role role, Permission permission) => Permissions.TryGetValue(role, out var has) && has.Contains(permission);

    /// <summary>True for a role that holds in queues which its token names.</summary>
    public static bool IsOfAQueue(this Role role) => role is Role.Submit or Role.Manage;

    /// <summary>The role's name, as people write it.</summary>
    public static string Text(this Role role) => role.ToString().ToLowerInvariant();

    private static FrozenSet<Permission> Set(params Permission[] permissions) => permissions.ToFrozenSet();
}
