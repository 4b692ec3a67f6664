using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Mutated manifests, templates and quantities.</summary>
public class FuzzTests
{
    [Fact]
    public void Readers_HundredThousandMutatedInputs_AnswerOrRefuse()
    {
        var fuzzer = new Fuzzer();
        fuzzer.Run(30_000, Seeds.Manifests(), typeof(ManifestException), (text, _) => ManifestReader.Read(text, "fuzz"));
        fuzzer.Run(30_000, Seeds.Templates, typeof(InvalidRequestException), (text, _) => PodTemplateReader.Read(new PodTemplate(text), "template"));
        fuzzer.Run(40_000, Seeds.Quantities, typeof(InvalidRequestException),
            (text, i) => Assert.True(Quantity.TryParse(i % 2 == 0 ? "cpu" : "memory", text, out _, out var error) || error.Length > 0));
        fuzzer.CheckBothSides();
    }
}
