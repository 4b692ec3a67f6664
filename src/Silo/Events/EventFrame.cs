using Muster.Contracts;

namespace Muster.Silo;

/// <summary>An entry of the event log as it goes over the wire, and what it is filtered by.</summary>
/// <param name="Index">Its place in the ring, counted from the ring's beginning.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Job">Which job.</param>
/// <param name="Queue">Of which queue.</param>
/// <param name="Bytes">The server-sent event.</param>
internal sealed record EventFrame(long Index, long Sequence, JobId Job, string Queue, byte[] Bytes);
