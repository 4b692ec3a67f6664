using System.Buffers;
using System.Text;

namespace Muster.Kubernetes.Tests;

public sealed class RevisionTests
{
    [Theory]
    [InlineData("9", "10", true)]
    [InlineData("10", "9", false)]
    [InlineData("10", "10", false)]
    [InlineData("0009", "10", true)]
    [InlineData("99999999999999999999999999999998", "99999999999999999999999999999999", true)]
    [InlineData("", "10", false)]
    [InlineData("a1", "a2", false)]
    [InlineData("-1", "1", false)]
    public void IsOlder_OnlyOfTwoNumbers_IsEverTrue(string one, string other, bool older) => Assert.Equal(older, Revision.IsOlder(one, other));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void TryTake_LinesInPiecesOfAnySize_AreWhole(int size)
    {
        var text = "first\n\nthird line\nhalf of the fourth";
        var scanner = default(LineScanner);
        var (lines, pending) = (new List<string>(), new List<byte>());
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            pending.AddRange(piece);
            var buffer = new ReadOnlySequence<byte>(pending.ToArray());
            while (scanner.TryTake(ref buffer, out var line))
                lines.Add(Encoding.UTF8.GetString(line));
            pending = [.. buffer.ToArray()];
        }
        Assert.Equal(["first", "", "third line"], lines);
        Assert.Equal("half of the fourth", Encoding.UTF8.GetString([.. pending]));
    }
}
