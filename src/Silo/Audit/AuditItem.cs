namespace Muster.Silo;

/// <summary>One of the changes that a request asks for.</summary>
internal sealed record AuditItem(string Object, int Status, string? Code = null, string? Before = null, string? After = null);
