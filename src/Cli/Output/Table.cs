namespace Muster.Cli;

/// <summary>Columns of text, each as wide as its widest cell, with three spaces between.</summary>
internal sealed class Table(params string[] headers)
{
    private const int Gap = 3;

    private readonly List<Cell[]> _rows = [];
    private readonly int[] _widths = Array.ConvertAll(headers, h => h.Length);

    public void Add(params ReadOnlySpan<Cell> cells)
    {
        var row = new Cell[cells.Length];
        for (var i = 0; i < row.Length; i++)
        {
            // An empty cell would shift what a script reads after it.
            row[i] = cells[i].Text.Length == 0 ? "-" : cells[i] with { Text = cells[i].Text.ReplaceLineEndings(" ") };
            _widths[i] = Math.Max(_widths[i], row[i].Text.Length);
        }
        _rows.Add(row);
    }

    /// <summary>Writes the rows, and forgets them: what is added later lines up with what was written.</summary>
    public void Write(CleanWriter writer, bool headersToo)
    {
        if (headersToo)
            WriteRow(writer, Array.ConvertAll(headers, h => new Cell(h)));
        foreach (var row in _rows)
            WriteRow(writer, row);
        _rows.Clear();
        writer.Flush();
    }

    private void WriteRow(CleanWriter writer, Cell[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            writer.Write(cells[i].Text, cells[i].Tone);
            if (i < cells.Length - 1)
                writer.Write(new string(' ', _widths[i] + Gap - cells[i].Text.Length));
        }
        writer.Write('\n');
    }
}
