namespace Orleans.TestingHost;

/// <summary>One silo of a test cluster.</summary>
public sealed class InProcessSiloHandle
{
    public required IHost SiloHost { get; init; }
    public required string Name { get; init; }
    public required SiloAddress SiloAddress { get; init; }
    public short InstanceNumber { get; init; }
    public bool IsActive { get; internal set; } = true;
    public IServiceProvider ServiceProvider => SiloHost.Services;
}
