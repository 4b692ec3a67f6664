using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Mutated manifests of other systems.</summary>
public class ImportFuzzTests
{
    [Fact]
    public void Imports_HundredThousandMutatedInputs_GiveValidJobsOrRefuse()
    {
        var fuzzer = new Fuzzer();
        fuzzer.Run(100_000, Seeds.Imports(), typeof(ManifestException), (text, _) =>
        {
            foreach (var job in ManifestReader.Read(text, "fuzz"))
                Assert.Empty(JobValidator.Validate(job.Job));
        }, mutations: 2);
        fuzzer.CheckBothSides();
    }
}
