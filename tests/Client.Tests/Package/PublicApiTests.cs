using Muster.Client;

namespace Client.Tests;

/// <summary>What users see of the client is listed in PublicApi.approved.txt, so that nothing is taken from them by accident. MUSTER_APPROVE=1 writes the list anew.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_Client_IsAsApproved()
    {
        var path = Path.Combine(Repository.Root, "tests", "Client.Tests", "Package", "PublicApi.approved.txt");
        var found = string.Concat(PublicApi.Of(typeof(IMusterClient).Assembly).Select(static l => l + "\n"));
        if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            File.WriteAllText(path, found);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), found);
    }
}
