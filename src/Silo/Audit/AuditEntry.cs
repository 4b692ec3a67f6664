namespace Muster.Silo;

/// <summary>What is told of one change that was asked for, before it has its place in the record.</summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Caller">Who asked; empty for somebody without a good credential.</param>
/// <param name="Token">Id of the token.</param>
/// <param name="Action">Method and route.</param>
/// <param name="Object">What it was to be done to.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error's code; null when it was done.</param>
/// <param name="Request">Id of the request, as the log has it.</param>
/// <param name="Before">How the object stood before, where that is at hand.</param>
/// <param name="After">How it stood after.</param>
internal sealed record AuditEntry(
    DateTimeOffset Time, string Caller, string? Token, string Action, string Object, int Status, string? Code, string Request, string? Before, string? After);
