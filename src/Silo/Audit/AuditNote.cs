namespace Muster.Silo;

/// <summary>What a handler knows of the change at hand that its route does not say. A parameter of this type gets the one of the request.</summary>
internal sealed class AuditNote
{
    private readonly List<AuditItem> _items = [];

    /// <summary>What is changed; the request's path when not set.</summary>
    public string? Object { get; set; }

    /// <summary>How it stood before.</summary>
    public string? Before { get; set; }

    /// <summary>How it stands after.</summary>
    public string? After { get; set; }

    /// <summary>True once the record has it.</summary>
    public bool IsWritten { get; set; }

    /// <summary>The changes of a request that asks for several; each gets a line of its own.</summary>
    public IReadOnlyList<AuditItem> Items => _items;

    public void Add(AuditItem item) => _items.Add(item);

    public static ValueTask<AuditNote> BindAsync(HttpContext context) => new(context.Features.Get<AuditNote>() ?? new AuditNote());
}
