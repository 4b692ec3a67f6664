namespace Orleans.Configuration;

/// <summary>The name of a silo.</summary>
public class SiloOptions
{
    public string SiloName { get; set; } = "";
}
