using Muster.Contracts;

namespace Muster.Grains;

/// <summary>What the cluster is registered as. An activation serves one registration: when that changes or goes, it ends.</summary>
internal sealed partial class ClusterGrain
{
    private static readonly TimeSpan RegistrationInterval = TimeSpan.FromSeconds(1);

    private ClusterRegistration _registration = new();

    private async Task<ClusterSpec> FollowRegistration(CancellationToken cancellationToken)
    {
        _registration = await registry.LookUpAsync(_name.Value, cancellationToken) ?? throw new ClusterNotFoundException(_name.Value);
        this.RegisterGrainTimer(static (cluster, _) => cluster.LookAtRegistration(), this,
            new GrainTimerCreationOptions(RegistrationInterval, RegistrationInterval) { KeepAlive = true, Interleave = true });
        return _registration.Spec;
    }

    // Labels, the way in and the accepted identity are read at activation. That it was first heard from changes no version.
    private Task LookAtRegistration()
    {
        if (registry.Find(_name.Value)?.Version != _registration.Version)
            DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
