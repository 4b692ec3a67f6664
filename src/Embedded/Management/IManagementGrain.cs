namespace Orleans.Runtime;

/// <summary>Counts across the cluster; its key is 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    Task<int> GetTotalActivationCount();
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();
    Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(string[]? types = null, SiloAddress[]? hostsIds = null);
    Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);
}
