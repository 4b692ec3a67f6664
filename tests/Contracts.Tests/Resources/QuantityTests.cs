using System.Globalization;
using System.Numerics;
using Muster.Contracts;

namespace Contracts.Tests;

public class QuantityTests
{
    [Theory]
    [InlineData("cpu", "8", 8000)]
    [InlineData("cpu", "500m", 500)]
    [InlineData("cpu", "0.1", 100)]
    [InlineData("cpu", "1.5", 1500)]
    [InlineData("cpu", "100u", 1)]
    [InlineData("cpu", "1n", 1)]
    [InlineData("cpu", "+2", 2000)]
    [InlineData("cpu", ".5", 500)]
    [InlineData("cpu", "5.", 5000)]
    [InlineData("memory", "64Gi", 64L << 30)]
    [InlineData("memory", "1.5Gi", 3L << 29)]
    [InlineData("memory", "1k", 1000)]
    [InlineData("memory", "1e3", 1000)]
    [InlineData("memory", "1E3", 1000)]
    [InlineData("memory", "1E", 1_000_000_000_000_000_000)]
    [InlineData("memory", "12e-1", 2)]
    [InlineData("memory", "100m", 1)]
    [InlineData("memory", "8Ei", long.MaxValue)]
    [InlineData("memory", "0", 0)]
    [InlineData("nvidia.com/gpu", "8", 8000)]
    [InlineData("hugepages-2Mi", "4Mi", 4L << 20)]
    [InlineData("cpu", "9223372036854775807", long.MaxValue)]
    public void TryParse_Quantity_IsExact(string resource, string text, long expected)
    {
        Assert.True(Quantity.TryParse(resource, text, out var amount, out var error), error);
        Assert.Equal(expected, amount);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("-1")]
    [InlineData("1.2.3")]
    [InlineData("1ki")]
    [InlineData("1KI")]
    [InlineData("1K")]
    [InlineData("1GiB")]
    [InlineData("e3")]
    [InlineData("1e")]
    [InlineData("1e19")]
    [InlineData("1e-19")]
    [InlineData("1e+ 3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1_000")]
    [InlineData("١")]
    [InlineData("123456789012345678901234567890123")]
    public void TryParse_NoQuantity_SaysWhy(string? text)
    {
        Assert.False(Quantity.TryParse("cpu", text, out var amount, out var error));
        Assert.Equal(0, amount);
        Assert.NotEqual("", error);
    }

    [Theory]
    [InlineData("99999999999999999999999999999Ei")]
    [InlineData("7974591869231.25570468803Ei")]
    public void TryParse_MoreDigitsThanAreExact_IsRefused(string text)
    {
        Assert.False(Quantity.TryParse("memory", text, out var amount, out var error));
        Assert.Equal(0, amount);
        Assert.NotEqual("", error);
    }

    [Fact]
    public void TryParse_MostDigitsWithLargestSuffix_Saturates()
    {
        Assert.True(Quantity.TryParse("memory", "99999999999999999999Ei", out var amount, out _));
        Assert.Equal(long.MaxValue, amount);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("memory")]
    public void Format_AnyAmount_ParsesBackToItself(string resource)
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var amount = random.NextInt64() >> random.Next(63) << random.Next(4);
            amount = Math.Abs(amount);
            var text = Quantity.Format(resource, amount);
            Assert.True(Quantity.TryParse(resource, text, out var again, out _), text);
            Assert.Equal(amount, again);
        }
    }

    [Fact]
    public void TryParse_FiftyThousandSeededTexts_AgreesWithExactArithmetic()
    {
        var random = new Random(20311);
        var saturated = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var (text, numerator, denominator) = NextQuantity(random);
            var resource = random.Next(2) == 0 ? "cpu" : "memory";
            var expected = Reference(numerator * (resource == "cpu" ? 1000 : 1), denominator);
            Assert.True(Quantity.TryParse(resource, text, out var amount, out var error), $"{text}: {error}");
            Assert.True(amount == expected, $"{resource} {text}: {amount}, should be {expected}");
            saturated += expected == long.MaxValue ? 1 : 0;
        }
        Assert.InRange(saturated, 1_000, 49_000); // the generator covers both sides
    }

    private static (string Text, BigInteger Numerator, BigInteger Denominator) NextQuantity(Random random)
    {
        // At most 20 digits: see TryParse_MoreDigitsThanAreExact_IsRefused.
        var whole = Digits(random, random.Next(0, 13));
        var fraction = Digits(random, random.Next(whole.Length == 0 ? 1 : 0, 9));
        var (suffix, numerator, denominator) = NextSuffix(random);
        var digits = BigInteger.Parse("0" + whole + fraction, CultureInfo.InvariantCulture);
        var text = whole + (fraction.Length > 0 || random.Next(8) == 0 ? "." : "") + fraction + suffix;
        return (text, digits * numerator, denominator * BigInteger.Pow(10, fraction.Length));
    }

    private static (string Suffix, BigInteger Numerator, BigInteger Denominator) NextSuffix(Random random)
    {
        if (random.Next(3) == 0)
        {
            var exponent = random.Next(-18, 19);
            var power = BigInteger.Pow(10, Math.Abs(exponent));
            return ($"{(random.Next(2) == 0 ? 'e' : 'E')}{exponent}", exponent < 0 ? 1 : power, exponent < 0 ? power : 1);
        }
        string[] suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
        var index = random.Next(suffixes.Length);
        return index switch
        {
            0 => ("", 1, 1),
            <= 3 => (suffixes[index], 1, BigInteger.Pow(1000, 4 - index)),
            <= 9 => (suffixes[index], BigInteger.Pow(1000, index - 3), 1),
            _ => (suffixes[index], BigInteger.Pow(1024, index - 9), 1),
        };
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));

    private static long Reference(BigInteger numerator, BigInteger denominator)
    {
        var rounded = (numerator + denominator - 1) / denominator;
        return rounded > long.MaxValue ? long.MaxValue : (long)rounded;
    }
}
