using System.Globalization;
using System.Text;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Armada's jobs have no names of their own. The same file always gives the same ones, so that it can be sent again safely.</summary>
internal static class ArmadaNames
{
    public static string Of(Section file, Section item, int index, string? gang)
    {
        if (item.Text("clientId") is { } client && Names.IsLabel(client) && gang is null)
        {
            item.Mapped("clientId", "metadata.name", client);
            return client;
        }
        if (item.Has("clientId"))
            item.Ignored("clientId", "metadata.name makes sending again safe");
        var name = Label(file.Text("jobSetId") ?? "", gang ?? index.ToString(CultureInfo.InvariantCulture));
        file.Mapped("jobSetId", "metadata.name", name + (gang is null ? " (and the job's place in the file)" : " (and the gang)"));
        file.Came("metadata.name", "jobSetId");
        return name;
    }

    private static string Label(string set, string member)
    {
        var tail = Plain(member, Names.MaxLabelLength / 2);
        var head = Plain(set, Names.MaxLabelLength - tail.Length - 1);
        return head.Length == 0 ? "job-" + tail : $"{head}-{tail}".TrimEnd('-');
    }

    private static string Plain(string text, int most)
    {
        var plain = new StringBuilder(most);
        foreach (var c in text)
            if (plain.Length == most)
                break;
            else if (char.IsAsciiLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
            else if (plain.Length > 0 && plain[^1] != '-')
                plain.Append('-');
        return plain.ToString().TrimEnd('-');
    }
}
