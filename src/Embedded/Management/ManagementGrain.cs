namespace Orleans.Embedded;

[GrainType("management")]
internal sealed class ManagementGrain(Cluster cluster) : Grain, IManagementGrain
{
    public Task<int> GetTotalActivationCount() => Task.FromResult(cluster.Activations.Count());

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(cluster.Activations
        .GroupBy(a => a.Class)
        .Select(g => new SimpleGrainStatistic
        {
            GrainType = g.Key.Type.FullName!,
            SiloAddress = g.Key.Silo.SiloAddress,
            ActivationCount = g.Count(),
        })
        .ToArray());

    public Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(string[]? types = null, SiloAddress[]? hostsIds = null) =>
        Task.FromResult(cluster.Activations
            .Where(a => types?.Contains(a.Class.Type.FullName) ?? true)
            .Where(a => hostsIds?.Contains(a.Silo.SiloAddress) ?? true)
            .Select(a => new DetailedGrainStatistic
            {
                GrainType = a.Class.Type.FullName!,
                SiloAddress = a.Silo.SiloAddress,
                GrainId = a.GrainId,
            })
            .ToArray());

    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) => Task.FromResult(cluster.Silos
        .Where(s => !onlyActive || s.Status == SiloStatus.Active)
        .ToDictionary(s => s.SiloAddress, s => s.Status));
}
