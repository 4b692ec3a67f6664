namespace Muster.Silo;

/// <summary>One line of the audit record. Each carries the hash of the line before it, and its own.</summary>
internal sealed record AuditRecord(
    long Seq, DateTimeOffset Time, string Caller, string Action, string Object, int Status, string Request, string Prev,
    string? Token = null, string? Code = null, string? Before = null, string? After = null, string? Hash = null);
