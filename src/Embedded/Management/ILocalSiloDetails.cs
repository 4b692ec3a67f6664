namespace Orleans.Runtime;

/// <summary>The silo this code runs on.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }
    string ClusterId { get; }
    string DnsHostName { get; }
    SiloAddress SiloAddress { get; }
    SiloAddress GatewayAddress { get; }
}
