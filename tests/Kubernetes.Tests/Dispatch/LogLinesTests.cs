using System.Text;

namespace Muster.Kubernetes.Tests;

public sealed class LogLinesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a\nb\n", "a", "b")]
    [InlineData("a\r\n\nb", "a", "", "b")]
    [InlineData("\n", "")]
    public async Task Next_AnyText_GivesItsLines(string text, params string[] lines)
    {
        foreach (var piece in new[] { 1, 3, 10_000 })
            Assert.Equal(lines, await ReadAsync(Encoding.UTF8.GetBytes(text), piece));
    }

    [Theory]
    [InlineData(LogLines.MaxLine, LogLines.MaxLine)]
    [InlineData(LogLines.MaxLine + 1, LogLines.MaxLine)]
    [InlineData(100_000, LogLines.MaxLine)]
    public async Task Next_LongLine_IsCut(int length, int kept)
    {
        var lines = await ReadAsync(Encoding.UTF8.GetBytes(new string('x', length) + "\nnext\n"), 1_000);
        Assert.Equal([new string('x', kept), "next"], lines);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public async Task Next_CutThroughACharacter_LeavesItOut(string character)
    {
        for (var before = 0; before < 4; before++)
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat(character, LogLines.MaxLine));
            var line = Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes(text), 10_000));
            Assert.InRange(Encoding.UTF8.GetByteCount(line), LogLines.MaxLine - 3, LogLines.MaxLine);
            Assert.DoesNotContain('\uFFFD', line);
        }
    }

    [Fact]
    public async Task Next_BytesThatAreNoText_AreReplaced() => Assert.Equal(["a\uFFFDb"], await ReadAsync([(byte)'a', 0xFF, (byte)'b'], 10));

    private static async Task<List<string>> ReadAsync(byte[] bytes, int piece)
    {
        await using var stream = new Pieces(bytes, piece);
        var lines = new LogLines(stream);
        var all = new List<string>();
        while (await lines.NextAsync(TestContext.Current.CancellationToken) is { } line)
            all.Add(line);
        return all;
    }

    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
