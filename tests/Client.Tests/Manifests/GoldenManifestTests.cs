using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Each folder beside this file is a manifest and what is made of it. MUSTER_APPROVE=1 writes what is made now.</summary>
public class GoldenManifestTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(Golden.Folder("Manifests")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_Manifest_GivesWhatIsBesideIt(string name)
    {
        var folder = Path.Combine(Golden.Folder("Manifests"), name);
        var input = Directory.GetFiles(folder, "in.*").Single();
        var (jobs, warnings, error) = ("", "", "");
        try
        {
            var read = ManifestReader.Read(File.ReadAllText(input), Path.GetFileName(input));
            jobs = new JsonArray([.. read.Select(j => JsonSerializer.SerializeToNode(j.Job, MusterJson.Default.Job))]).ToJsonString(Indented) + "\n";
            warnings = string.Concat(read.SelectMany(j => j.Warnings).Select(w => w + "\n"));
        }
        catch (ManifestException refused)
        {
            error = refused.Message + "\n";
        }
        Golden.Check(Path.Combine(folder, "job.json"), jobs);
        Golden.Check(Path.Combine(folder, "warnings.txt"), warnings);
        Golden.Check(Path.Combine(folder, "error.txt"), error);
    }

    [Theory]
    [InlineData("training-gang.yaml", 1)]
    [InlineData("parameter-sweep.yaml", 4)]
    [InlineData("big-gang.yaml", 1)]
    [InlineData("batch-job.yaml", 1)]
    public void Read_Example_GivesItsJobs(string file, int jobs)
    {
        var text = File.ReadAllText(Path.Combine(Golden.Folder("Manifests"), "..", "..", "..", "examples", file));
        var read = ManifestReader.Read(text, file);
        Assert.Equal(jobs, read.Count);
        foreach (var job in read)
            Assert.NotEqual("", GangDemandReader.Read(job.Job.Spec).Key);
    }
}
