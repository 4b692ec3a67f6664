using System.Diagnostics;
using System.Text;

namespace Client.Tests;

/// <summary>Seeded mutations of real inputs: whatever comes in, the answer is a value or the one error there is for it.</summary>
internal sealed class Fuzzer
{
    private static readonly string[] Fragments =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "&a ", "*a", "!!str ", "|", ">", "\"", "'", "#", "%YAML 1.2\n", "---\n", "...\n", "\n", "\t", "  ", ",", "<<: ",
        "\0", "\u001b", "\u0085", "\u2028", "\uFEFF", "\ud800", "\udc00", "\\u12", "\\ud800", "null", "~", "0x", "1e999", "-.inf", "9223372036854775808", "\\x", "/",
    ];

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Random _random = new(42);
    private int _accepted;
    private int _refused;

    /// <summary>Reads so many mutated seeds. Anything thrown but a <paramref name="refusal"/> fails the test, and shows the input.</summary>
    public void Run(int times, IReadOnlyList<string> seeds, Type refusal, Action<string, int> read, int mutations = 4)
    {
        for (var i = 0; i < times; i++)
        {
            var text = Mutate(seeds[_random.Next(seeds.Count)], _random, mutations);
            try
            {
                read(text, i);
                _accepted++;
            }
            catch (Exception error) when (error.GetType() == refusal)
            {
                _refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{error.GetType()} for: {Convert.ToBase64String(Encoding.Unicode.GetBytes(text))}\n{error}");
            }
        }
    }

    /// <summary>Both sides have been seen.</summary>
    public void CheckBothSides()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{_accepted} accepted, {_refused} refused in {_watch.ElapsedMilliseconds} ms");
        Assert.InRange(_accepted, 1_000, 99_000);
        Assert.InRange(_refused, 1_000, 99_000);
    }

    private static string Mutate(string seed, Random random, int mutations)
    {
        var text = new StringBuilder(seed);
        for (var n = random.Next(1, mutations + 1); n > 0; n--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
                case 2 when at < text.Length:
                    text[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536);
                    break;
                case 3 when text.Length > 0:
                    var from = random.Next(text.Length);
                    text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 60), text.Length - from)));
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }
        return text.ToString();
    }
}
