using Muster.Contracts;

namespace Muster.Client;

/// <summary>Finds the line of a field that is known by its path.</summary>
internal static class FieldPlaces
{
    /// <summary>Reports a validator's fault at the place of <paramref name="field"/>, or of what is nearest to it in the document.</summary>
    public static void Report(MappingNode document, FieldError error, string field, ManifestFaults faults)
    {
        var (line, column) = Find(document, field);
        faults.Add(line, column, field, error.Problem, error.Remedy);
    }

    private static (int Line, int Column) Find(ManifestNode node, ReadOnlySpan<char> path)
    {
        var place = (node.Line, node.Column);
        while (TryStep(ref path, out var step))
        {
            if (node is MappingNode mapping && mapping.Entries.TryGetValue(step.ToString(), out var entry))
                (node, place) = (entry.Value, (entry.Line, entry.Column));
            else if (node is SequenceNode sequence && int.TryParse(step, out var index) && index < sequence.Items.Count)
                (node, place) = (sequence.Items[index], (sequence.Items[index].Line, sequence.Items[index].Column));
            else
                break;
        }
        return place;
    }

    // One step of a.b[0]["c.d"].
    private static bool TryStep(ref ReadOnlySpan<char> path, out ReadOnlySpan<char> step)
    {
        path = path.TrimStart('.');
        var end = path.StartsWith('[') ? path.IndexOf(']') + 1 : path.IndexOfAny('.', '[');
        end = end <= 0 ? path.Length : end;
        step = path[..end].Trim("[]\"");
        path = path[end..];
        return step.Length > 0;
    }
}
