using System.Globalization;
using System.Net;

namespace Orleans.Runtime;

/// <summary>The address of a silo: where it listens, and which start of it this is.</summary>
[GenerateSerializer]
[Immutable]
public sealed record SiloAddress
{
    private SiloAddress(IPEndPoint endpoint, int generation) => (Endpoint, Generation) = (endpoint, generation);

    [Id(0)]
    public IPEndPoint Endpoint { get; }

    [Id(1)]
    public int Generation { get; }

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);
    public static SiloAddress New(IPAddress address, int port, int generation) => new(new(address, port), generation);
    public string ToParsableString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint}@{Generation}");
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"S{Endpoint}:{Generation}");
}
