namespace Muster.Scheduling;

/// <summary>
/// Arithmetic on dense amounts. Arrays may differ in length when names were added later: what is missing is zero.
/// </summary>
internal static class Amounts
{
    /// <summary>How many times <paramref name="request"/> fits into <paramref name="free"/>, at most <paramref name="most"/>.</summary>
    public static int Times(ReadOnlySpan<long> free, ReadOnlySpan<long> request, int most)
    {
        for (var i = 0; i < request.Length; i++)
        {
            if (request[i] <= 0)
                continue;
            if (i >= free.Length || free[i] < request[i])
                return 0;
            if (free[i] / request[i] is var times && times < most)
                most = (int)times;
        }
        return most;
    }

    /// <summary>The first resource that is too small for one <paramref name="request"/>; -1 when it fits.</summary>
    public static int FirstShort(ReadOnlySpan<long> free, ReadOnlySpan<long> request)
    {
        for (var i = 0; i < request.Length; i++)
            if (request[i] > 0 && (i >= free.Length || free[i] < request[i]))
                return i;
        return -1;
    }

    /// <summary>Adds <paramref name="times"/> · <paramref name="delta"/> into <paramref name="target"/>, which is grown if it has to be.</summary>
    public static long[] AddInto(long[] target, ReadOnlySpan<long> delta, long times)
    {
        if (target.Length < delta.Length)
            Array.Resize(ref target, delta.Length);
        for (var i = 0; i < delta.Length; i++)
            target[i] += times * delta[i];
        return target;
    }

    /// <summary>Like <see cref="AddInto"/>, with amounts below zero taken as none.</summary>
    public static long[] AddPositiveInto(long[] target, ReadOnlySpan<long> delta, long times)
    {
        if (target.Length < delta.Length)
            Array.Resize(ref target, delta.Length);
        for (var i = 0; i < delta.Length; i++)
            target[i] += times * Math.Max(0, delta[i]);
        return target;
    }

    /// <summary>Compares entry by entry, beginning with <paramref name="primary"/>.</summary>
    public static int Compare(ReadOnlySpan<long> a, ReadOnlySpan<long> b, int primary)
    {
        var order = At(a, primary).CompareTo(At(b, primary));
        for (var i = 0; order == 0 && i < Math.Max(a.Length, b.Length); i++)
            order = At(a, i).CompareTo(At(b, i));
        return order;
    }

    /// <summary>The entry, or 0 when the array is shorter.</summary>
    public static long At(ReadOnlySpan<long> amounts, int index) => index < amounts.Length ? amounts[index] : 0;
}
