namespace Orleans.Runtime;

/// <summary>The identity of a grain: the name of its class, and its key.</summary>
[GenerateSerializer]
[Immutable]
public readonly record struct GrainId(GrainType Type, IdSpan Key) : IComparable<GrainId>
{
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));
    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    public static GrainId Parse(string value) =>
        TryParse(value, out var id) ? id : throw new FormatException($"'{value}' is no grain id: it has no '/'.");

    public static bool TryParse(string? value, out GrainId result)
    {
        var slash = value?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        result = slash < 0 ? default : Create(value![..slash], value[(slash + 1)..]);
        return slash >= 0;
    }

    public uint GetUniformHashCode() => (uint)GetHashCode();
    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Value.Equals(other.Type.Value);
    public override int GetHashCode() => (Type.Value.GetHashCode() * 31) ^ Key.GetHashCode();
    public int CompareTo(GrainId other) => Type.CompareTo(other.Type) is var order and not 0 ? order : Key.CompareTo(other.Key);
    public override string ToString() => $"{Type}/{Key}";
}
