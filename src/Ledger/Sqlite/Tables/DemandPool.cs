using System.Diagnostics.CodeAnalysis;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Gives one object for equal demands of a page, found by their text so that repeats are not even decoded.</summary>
internal sealed class DemandPool
{
    private readonly Dictionary<byte[], GangDemand>.AlternateLookup<ReadOnlySpan<byte>> _demands =
        new Dictionary<byte[], GangDemand>(new BytesComparer()).GetAlternateLookup<ReadOnlySpan<byte>>();

    public GangDemand Get(ReadOnlySpan<byte> utf8)
    {
        if (!_demands.TryGetValue(utf8, out var demand))
            _demands[utf8] = demand = Json<GangDemand>.Decode(utf8, MusterJson.Default.GangDemand);
        return demand;
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());
    }
}
