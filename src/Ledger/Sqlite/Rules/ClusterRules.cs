using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Registers clusters, keeps their identities, and removes them.</summary>
internal static class ClusterRules
{
    public static RegistrationOutcome Register(WriteSession session, ClusterRegistration wanted, bool replace)
    {
        var table = session.Tables.Clusters;
        var known = table.Find(wanted.Name);
        if (known is null && table.Count >= ClusterRegistration.MaxClusters)
            return new(RegistrationResult.TooMany, null);
        if (known?.State == RegistrationState.Removing)
            return new(RegistrationResult.Removing, known);
        if (known?.Uid is { } pinned && wanted.Uid is { } uid && pinned != uid)
            return new(RegistrationResult.OtherIdentity, known);
        if (known?.State == RegistrationState.Registered)
        {
            if (SameLabels(known.Spec, wanted.Spec) && (wanted.Uid is null || known.Uid is not null) && !replace)
                return new(RegistrationResult.Same, known);
            if (!SameLabels(known.Spec, wanted.Spec) && !replace)
                return new(RegistrationResult.Taken, known);
        }
        var recorded = wanted with
        {
            Uid = wanted.Uid ?? known?.Uid, AddedAt = wanted.AddedAt.ToUniversalTime(), State = RegistrationState.Registered, Version = Next(known, wanted.AddedAt),
        };
        table.Set(recorded);
        return new(RegistrationResult.Recorded, recorded);
    }

    /// <summary>Makes <paramref name="uid"/> the identity, if it is the expected one still. What stands afterwards.</summary>
    public static ClusterRegistration? Pin(WriteSession session, ClusterSpec cluster, string? expected, string uid, bool configured, DateTimeOffset now)
    {
        var table = session.Tables.Clusters;
        var known = table.Find(new(cluster.Name));
        if (known is null or { State: RegistrationState.Removing })
        {
            // A cluster that was removed in between must leave no trace: another one may get its name.
            if (known is not null || !configured || expected is not null)
                return known;
            known = new() { Spec = cluster, AddedAt = now.ToUniversalTime(), State = RegistrationState.Configured };
        }
        if (known.Uid != expected || known.Uid == uid)
            return known;
        var pinned = known with { Uid = uid, Version = expected is null ? known.Version : Next(known, now) };
        table.Set(pinned);
        return pinned;
    }

    public static RemovalOutcome Remove(WriteSession session, ClusterName cluster, bool force)
    {
        var table = session.Tables.Clusters;
        if (table.Find(cluster) is not { State: not RegistrationState.Configured } known)
            return new(RemovalResult.Unknown, 0);
        var jobs = table.Jobs(cluster);
        if (jobs > 0 && !force && known.State == RegistrationState.Registered)
            return new(RemovalResult.InUse, jobs);
        // What its nodes granted before can be committed no more.
        session.Tables.Epochs.ForgetNodes(cluster);
        if (jobs > 0)
        {
            table.Set(known with { State = RegistrationState.Removing });
            return new(RemovalResult.Removing, jobs);
        }
        table.Delete(cluster);
        return new(RemovalResult.Removed, 0);
    }

    private static long Next(ClusterRegistration? known, DateTimeOffset now) => Math.Max((known?.Version ?? 0) + 1, now.UtcTicks);

    private static bool SameLabels(ClusterSpec one, ClusterSpec other) => one.Labels.SequenceEqual(other.Labels);
}
