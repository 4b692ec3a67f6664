using System.Globalization;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>Whose pod it is, as its labels have it.</summary>
internal sealed record PodOwner(JobId Job, Attempt Attempt, string PodSet, int Index, int Gang)
{
    private const string Prefix = "muster.dev/";

    public static PodOwner? Read(string space, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        if (!labels.TryGetValue(Prefix + "job", out var job) || !labels.TryGetValue(Prefix + "attempt", out var attempt)
            || !labels.TryGetValue(Prefix + "pod-set", out var podSet) || !TryNumber(labels, "index", out var index) || !TryAttempt(attempt, out var read))
            return null;
        TryNumber(annotations, "gang-size", out var gang);
        return new PodOwner(new JobId(space, job), read, podSet, index, gang);
    }

    private static bool TryNumber(IReadOnlyDictionary<string, string> map, string key, out int number)
    {
        number = 0;
        return map.TryGetValue(Prefix + key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryAttempt(string text, out Attempt attempt)
    {
        attempt = default;
        var parts = text.Split('-');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        attempt = Attempt.Of(epoch, number);
        return true;
    }
}
