namespace Orleans.Runtime;

/// <summary>A piece of an identity: a text and its hash.</summary>
/// <remarks>The hash depends on nothing but the text, so that a simulation repeats across processes.</remarks>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly string? text;
    private readonly int hash;

    private IdSpan(string text)
    {
        this.text = text;
        var fnv = 2166136261u;
        foreach (var c in text)
            fnv = (fnv ^ c) * 16777619u;

        hash = (int)(fnv ^ (fnv >> 15));
    }

    public bool IsDefault => text is null;

    public static IdSpan Create(string id) => new(id);

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    public bool Equals(IdSpan obj) => hash == obj.hash && string.Equals(text, obj.text);
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);
    public override int GetHashCode() => hash;
    public int CompareTo(IdSpan other) => string.CompareOrdinal(text, other.text);
    public override string ToString() => text ?? "";
}
