using System.Text.Json.Serialization.Metadata;

namespace Muster.Cli;

/// <summary>How things of one kind are shown.</summary>
/// <param name="Kind">The kind's name, for one of them.</param>
/// <param name="Type">How they are written as JSON.</param>
/// <param name="Name">How one is named.</param>
/// <param name="Columns">The columns of their table.</param>
internal sealed record View<T>(string Kind, JsonTypeInfo<T> Type, Func<T, string> Name, IReadOnlyList<Column<T>> Columns)
{
    /// <summary>The rows of a table, to which more may be added.</summary>
    public Rows Begin(bool wide) => new([.. Columns.Where(c => wide || !c.IsWide)]);

    internal sealed class Rows(Column<T>[] columns)
    {
        private readonly Table _table = new(Array.ConvertAll(columns, c => c.Header));
        private bool _isBegun;

        public void Add(T item) => _table.Add(Array.ConvertAll(columns, c => c.Cell(item)));

        /// <summary>Writes what was added since; the headers come once, before the first row.</summary>
        public void Write(CleanWriter writer, bool headers)
        {
            _table.Write(writer, headers && !_isBegun);
            _isBegun = true;
        }
    }
}
