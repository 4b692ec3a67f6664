using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Muster.Kubernetes;

/// <summary>
/// Where a connection to a member cluster may lead. An address book entry is what its owner makes of it from one moment to the
/// next, so the address itself is judged, at the moment it is connected to: never this machine's own doors, never the
/// neighbours' addresses at which clouds hand out credentials.
/// </summary>
public sealed record AddressRules
{
    // Clouds hand out credentials and settings here, outside of the link-local range.
    private static readonly ImmutableArray<IPAddress> Metadata =
        [IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("192.0.0.192"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254")];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>May lead to this machine: for control planes to test against. Default false.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>When not empty, only addresses in one of these networks are connected to. It does not open what is refused otherwise.</summary>
    public ImmutableArray<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Why an address is not connected to; null where it may be.</summary>
    public string? Refusal(IPAddress address)
    {
        var real = Embedded(address);
        if (IPAddress.IsLoopback(real))
            return AllowLoopback ? null : "it is this machine's own; set Muster:Kubernetes:AllowLoopback to true where that is meant";
        if (KindRefused(real) is { } kind)
            return kind;
        return AllowedNetworks.IsDefaultOrEmpty || AllowedNetworks.Any(n => n.Contains(real)) ? null : "it is in none of Muster:Kubernetes:AllowedNetworks";
    }

    private static string? KindRefused(IPAddress address)
    {
        if (Metadata.Contains(address))
            return "a cloud's metadata service is there";
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address switch
            {
                _ when address.Equals(IPAddress.IPv6Any) => "it is no address to connect to",
                _ when address.IsIPv6LinkLocal => "it is link-local",
                _ when address.IsIPv6Multicast => "it is multicast",
                _ => null,
            };
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes switch
        {
            [0, ..] => "it is no address to connect to",
            [169, 254, ..] => "it is link-local, where clouds' metadata services are",
            [>= 224 and <= 239, ..] => "it is multicast",
            [>= 240, ..] => "it is reserved",
            _ => null,
        };
    }

    // The same machine can be named in four ways: as ::ffff:a.b.c.d, ::a.b.c.d, 64:ff9b::a.b.c.d and 2002:ab:cd::.
    private static IPAddress Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address))
            return new IPAddress(bytes.AsSpan(2, 4));
        var embeds = Translated.Contains(address) || (Compatible.Contains(address) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback));
        return embeds ? new IPAddress(bytes.AsSpan(12, 4)) : address;
    }
}
