namespace Orleans.Configuration;

/// <summary>The ports in a silo's address. (The embedded engine listens on none of them.)</summary>
public class EndpointOptions
{
    public int SiloPort { get; set; } = 11111;
    public int GatewayPort { get; set; } = 30000;
}
