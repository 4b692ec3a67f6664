namespace Muster.Silo;

/// <summary>What an endpoint asks of its caller.</summary>
internal enum Permission
{
    ReadJobs,
    SubmitJobs,
    ManageJobs,
    ReadQueues,
    ManageQueues,
    ReadClusters,
    ManageClusters,
    ReadMetrics,
}
