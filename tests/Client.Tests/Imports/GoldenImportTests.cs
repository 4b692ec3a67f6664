using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Each folder beside this file is a manifest of another system and what is made of it. MUSTER_APPROVE=1 writes what is made now.</summary>
public class GoldenImportTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImportOptions Options = ImportOptions.None with
    {
        QueueMap = ImportOptions.None.QueueMap.Add("user-queue", "users"),
        PriorityClasses = ImportOptions.None.PriorityClasses.Add("gold", 1000),
    };

    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(Golden.Folder("Imports")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_Import_GivesWhatIsBesideIt(string name)
    {
        var (jobs, notes, error) = ("", "", "");
        try
        {
            var read = ManifestReader.Read(Input(name), "in.yaml", Options);
            jobs = new JsonArray([.. read.Select(j => JsonSerializer.SerializeToNode(j.Job, MusterJson.Default.Job))]).ToJsonString(Indented) + "\n";
            notes = string.Concat(read.Select(j => $"# {j.Job.Id}\n" + string.Concat(j.Notes.Select(n => $"{n.Line}: {n}\n"))));
        }
        catch (ManifestException refused)
        {
            error = refused.Message + "\n";
        }
        var folder = Path.Combine(Golden.Folder("Imports"), name);
        Golden.Check(Path.Combine(folder, "job.json"), jobs);
        Golden.Check(Path.Combine(folder, "notes.txt"), notes);
        Golden.Check(Path.Combine(folder, "error.txt"), error);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Convert_Output_IsReadAsTheSameJobs(string name)
    {
        await CheckRoundTrip(name, "yaml");
        await CheckRoundTrip(name, "json");
    }

    private static async Task CheckRoundTrip(string name, string format)
    {
        var file = Path.Combine(Golden.Folder("Imports"), name, "in.yaml");
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await MusterCli.RunAsync(["convert", "-f", file, "-o", format, "--queue-map", "user-queue=users", "--priority-class", "gold=1000"], output, error, cancellationToken: TestContext.Current.CancellationToken);
        if (File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "error.txt")))
        {
            Assert.Equal((5, ""), (code, output.ToString()));
            return;
        }
        Assert.Equal(0, code);
        var expected = ManifestReader.Read(Input(name), "in.yaml", Options).Select(Json).ToList();
        if (format == "json" && expected.Count > 1)
            return; // a list under items, for programs
        var again = ManifestReader.Read(output.ToString(), "converted");
        Assert.Equal(expected, again.Select(Json));
        Assert.All(again, job => Assert.Empty(job.Notes));
    }

    private static string Json(ManifestJob job) => JsonSerializer.Serialize(job.Job, MusterJson.Default.Job);

    private static string Input(string name) => File.ReadAllText(Path.Combine(Golden.Folder("Imports"), name, "in.yaml"));
}
