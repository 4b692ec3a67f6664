namespace Muster.Ledger;

/// <summary>
/// Decoded bodies of jobs of late, so that the many steps of a job's life do not each decode its spec. A job has one
/// place, by its sequence number: jobs of the same age have different ones, and a newer job takes an old one's place.
/// Only what is committed may be kept here, for only then is a sequence number final.
/// </summary>
internal sealed class BodyCache
{
    private const int Places = 1 << 13;

    // Bounds the whole at 128 MiB of text, and lets only unusually large bodies pass by.
    private const int LengthMax = 16 * 1024;

    private readonly Entry?[] _entries = new Entry?[Places];

    public JobBody? Find(long seq) =>
        Volatile.Read(ref _entries[seq & (Places - 1)]) is { } entry && entry.Seq == seq ? entry.Body : null;

    public void Keep(long seq, JobBody body)
    {
        if (body.Length <= LengthMax)
            Volatile.Write(ref _entries[seq & (Places - 1)], new Entry(seq, body));
    }

    private sealed record Entry(long Seq, JobBody Body);
}
