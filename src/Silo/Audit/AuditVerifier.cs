namespace Muster.Silo;

/// <summary>Follows the chain through files.</summary>
internal sealed class AuditVerifier(string? anchor = null)
{
    private readonly List<string> _remarks = [];
    private bool _found;

    public AuditChain Chain { get; private set; } = AuditChain.Start;

    public long Count { get; private set; }

    public IReadOnlyList<string> Remarks => _remarks;

    public bool MissesAnchor => anchor is not null && !_found;

    /// <summary>Goes on with a file. Returns where the chain breaks, or null.</summary>
    public string? Read(string path)
    {
        var number = 0L;
        try
        {
            // Latin-1 keeps every byte: what is no ASCII does not pass, whatever it was meant to be.
            foreach (var text in Lines(path))
            {
                number++;
                Follow(System.Text.Encoding.Latin1.GetBytes(text));
            }
            return null;
        }
        catch (InvalidDataException fault)
        {
            return $"{path}, line {number}: {fault.Message}";
        }
    }

    private void Follow(ReadOnlySpan<byte> line)
    {
        if (Count == 0 && AuditChain.Read(line) is { Seq: > 1 } first)
        {
            _remarks.Add($"The record begins with {first.Seq} here; what is older is not looked at.");
            Chain = new(first.Seq - 1, first.Prev);
        }
        Chain = Chain.Follow(line);
        Count++;
        _found |= Chain.Hash == anchor;
    }

    // A last line without its end is one that a running silo writes, or that a crash cut short; the next start cuts it off.
    private IEnumerable<string> Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        var line = new System.Text.StringBuilder();
        for (int next; (next = reader.Read()) >= 0;)
        {
            if (next != '\n')
            {
                line.Append((char)next);
                if (line.Length > AuditFile.MaxLine)
                    throw new InvalidDataException("the line is longer than any that a silo writes");
                continue;
            }
            yield return line.ToString();
            line.Clear();
        }
        if (line.Length > 0)
            _remarks.Add($"{path} ends in the middle of a line, which was not answered.");
    }
}
