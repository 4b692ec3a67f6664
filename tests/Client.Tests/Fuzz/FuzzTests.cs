using System.Diagnostics;
using System.Text;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Seeded mutations of real manifests, templates and quantities: whatever comes in, the answer is a value or the one error there is for it.</summary>
public class FuzzTests
{
    private static readonly string[] Fragments =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "&a ", "*a", "!!str ", "|", ">", "\"", "'", "#", "%YAML 1.2\n", "---\n", "...\n", "\n", "\t", "  ", ",", "<<: ",
        "\0", "\u001b", "\u0085", "\u2028", "\uFEFF", "\ud800", "\udc00", "\\u12", "\\ud800", "null", "~", "0x", "1e999", "-.inf", "9223372036854775808", "\\x", "/",
    ];

    [Fact]
    public void Readers_HundredThousandMutatedInputs_AnswerOrRefuse()
    {
        var watch = Stopwatch.StartNew();
        var (accepted, refused) = (0, 0);
        void Try(string input, Action read, Type expected)
        {
            try
            {
                read();
                accepted++;
            }
            catch (Exception error) when (error.GetType() == expected)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{error.GetType()} for: {Convert.ToBase64String(Encoding.Unicode.GetBytes(input))}\n{error}");
            }
        }

        var random = new Random(42);
        var manifests = Seeds.Manifests();
        for (var i = 0; i < 30_000; i++)
        {
            var text = Mutate(manifests[random.Next(manifests.Count)], random);
            Try(text, () => ManifestReader.Read(text, "fuzz"), typeof(ManifestException));
        }
        for (var i = 0; i < 30_000; i++)
        {
            var text = Mutate(Seeds.Templates[random.Next(Seeds.Templates.Length)], random);
            Try(text, () => PodTemplateReader.Read(new PodTemplate(text), "template"), typeof(InvalidRequestException));
        }
        for (var i = 0; i < 40_000; i++)
        {
            var text = Mutate(Seeds.Quantities[random.Next(Seeds.Quantities.Length)], random);
            Try(text, () => Assert.True(Quantity.TryParse(i % 2 == 0 ? "cpu" : "memory", text, out _, out var error) || error.Length > 0), typeof(InvalidRequestException));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted} accepted, {refused} refused in {watch.ElapsedMilliseconds} ms");
        Assert.InRange(accepted, 1_000, 99_000); // both sides were seen
        Assert.InRange(refused, 1_000, 99_000);
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var n = random.Next(1, 5); n > 0; n--)
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
