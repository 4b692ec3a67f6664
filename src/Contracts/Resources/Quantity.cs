using System.Globalization;

namespace Muster.Contracts;

/// <summary>
/// Kubernetes quantities ("8", "500m", "64Gi", "1.5e3") as exact integers in a resource's smallest unit:
/// bytes for memory, thousandths for everything else.
/// </summary>
public static class Quantity
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>Most digits that are accepted.</summary>
    public const int MaxDigits = 20;

    /// <summary>Largest exponent of ten that is accepted, either sign.</summary>
    public const int MaxExponent = 18;

    private static readonly (string Suffix, Int128 Factor, int Exponent)[] Suffixes =
    [
        ("Ki", (Int128)1 << 10, 0), ("Mi", (Int128)1 << 20, 0), ("Gi", (Int128)1 << 30, 0),
        ("Ti", (Int128)1 << 40, 0), ("Pi", (Int128)1 << 50, 0), ("Ei", (Int128)1 << 60, 0),
        ("n", 1, -9), ("u", 1, -6), ("m", 1, -3), ("k", 1, 3), ("M", 1, 6), ("G", 1, 9), ("T", 1, 12), ("P", 1, 15), ("E", 1, 18),
    ];

    /// <summary>
    /// Reads a quantity of the resource. Amounts below the smallest unit round up, as in Kubernetes; amounts above
    /// <see cref="long.MaxValue"/> saturate.
    /// </summary>
    /// <returns>False, with what is wrong in <paramref name="error"/>, for anything that is no non-negative quantity.</returns>
    public static bool TryParse(string resource, string? text, out long amount, out string error)
    {
        amount = 0;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            error = $"a quantity has 1 to {MaxLength} characters";
            return false;
        }
        if (text[0] == '-')
        {
            error = "a quantity here is not negative";
            return false;
        }
        if (!TrySplit(text, out var digits, out var scale, out var factor, out var exponent))
        {
            error = $"write a number of at most {MaxDigits} digits, optionally with a suffix such as m, k, M, G, Ki, Mi, Gi (for example 500m, 8, 64Gi)";
            return false;
        }
        error = "";
        amount = Scale(digits * factor, exponent - scale + (ResourceNames.IsBytes(resource) ? 0 : 3));
        return true;
    }

    /// <summary>Writes an amount in the smallest unit as the shortest exact quantity.</summary>
    public static string Format(string resource, long amount)
    {
        if (ResourceNames.IsBytes(resource))
            return FormatBytes(amount);
        return amount % 1000 == 0
            ? (amount / 1000).ToString(CultureInfo.InvariantCulture)
            : amount.ToString(CultureInfo.InvariantCulture) + "m";
    }

    private static string FormatBytes(long amount)
    {
        ReadOnlySpan<string> units = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"];
        for (var i = 0; i < units.Length && amount != 0; i++)
        {
            var shift = 60 - 10 * i;
            if ((amount & ((1L << shift) - 1)) == 0)
                return (amount >> shift).ToString(CultureInfo.InvariantCulture) + units[i];
        }
        return amount.ToString(CultureInfo.InvariantCulture);
    }

    // digits · 10^-scale · factor · 10^exponent. So many digits times the largest factor is what Int128 holds.
    private static bool TrySplit(ReadOnlySpan<char> text, out Int128 digits, out int scale, out Int128 factor, out int exponent)
    {
        (digits, scale, factor, exponent) = (0, 0, 1, 0);
        var i = text[0] == '+' ? 1 : 0;
        var (seen, point) = (0, false);
        for (; i < text.Length; i++)
        {
            if (text[i] == '.' && !point)
                point = true;
            else if (char.IsAsciiDigit(text[i]))
            {
                digits = digits * 10 + (text[i] - '0');
                (seen, scale) = (seen + 1, point ? scale + 1 : scale);
            }
            else
                break;
        }
        return seen is > 0 and <= MaxDigits && TrySuffix(text[i..], ref factor, ref exponent);
    }

    private static bool TrySuffix(ReadOnlySpan<char> suffix, ref Int128 factor, ref int exponent)
    {
        if (suffix.Length == 0)
            return true;
        foreach (var known in Suffixes)
            if (suffix.SequenceEqual(known.Suffix))
            {
                (factor, exponent) = (known.Factor, known.Exponent);
                return true;
            }
        return suffix[0] is 'e' or 'E'
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is >= -MaxExponent and <= MaxExponent;
    }

    private static long Scale(Int128 value, int exponent)
    {
        for (; exponent > 0 && value != 0; exponent--)
        {
            if (value > long.MaxValue)
                return long.MaxValue;
            value *= 10;
        }
        var inexact = false;
        for (; exponent < 0 && value != 0; exponent++)
        {
            inexact |= value % 10 != 0;
            value /= 10;
        }
        value += inexact ? 1 : 0;
        return value > long.MaxValue ? long.MaxValue : (long)value;
    }
}
