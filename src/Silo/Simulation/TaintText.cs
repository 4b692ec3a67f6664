using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Taints as kubectl writes them: <c>key=value:effect</c> or <c>key:effect</c>.</summary>
internal static class TaintText
{
    private static readonly string[] Effects = ["NoSchedule", "NoExecute", "PreferNoSchedule"];

    public static bool TryParse(string text, out Taint taint)
    {
        var colon = text.LastIndexOf(':');
        var key = colon < 0 ? text : text[..colon];
        var equals = key.IndexOf('=', StringComparison.Ordinal);
        taint = new Taint(
            equals < 0 ? key : key[..equals], equals < 0 ? "" : key[(equals + 1)..], colon < 0 ? "" : text[(colon + 1)..]);
        return Names.IsQualifiedName(taint.Key) && Names.IsLabelValue(taint.Value) && Effects.Contains(taint.Effect);
    }
}
