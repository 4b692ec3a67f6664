namespace Orleans.TestingHost;

/// <summary>What sets one silo of a test cluster apart.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    public int SiloPort { get; set; }
    public int GatewayPort { get; set; }
    public string SiloName { get; set; } = "";
}
