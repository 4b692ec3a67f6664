namespace Muster.Cli;

/// <summary>Columns of text, each as wide as its widest cell, with three spaces between.</summary>
internal sealed class Table(params string[] headers)
{
    private const int Gap = 3;

    private readonly List<string[]> _rows = [];
    private int[] _widths = [.. headers.Select(h => h.Length)];

    public void Add(params string[] cells)
    {
        // An empty cell would shift what a script reads after it.
        var row = cells.Select(c => c.Length == 0 ? "-" : c).ToArray();
        _rows.Add(row);
        _widths = [.. _widths.Zip(row, (width, cell) => Math.Max(width, cell.Length))];
    }

    /// <summary>Writes the rows, and forgets them: what is added later lines up with what was written.</summary>
    public void Write(TextWriter writer, bool headersToo)
    {
        if (headersToo)
            WriteRow(writer, headers);
        foreach (var row in _rows)
            WriteRow(writer, row);
        _rows.Clear();
    }

    private void WriteRow(TextWriter writer, string[] cells) =>
        writer.WriteLine(string.Concat(cells.Select((cell, i) => i == cells.Length - 1 ? cell : cell.PadRight(_widths[i] + Gap))));
}
