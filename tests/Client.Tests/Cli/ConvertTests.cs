using System.Text;
using Muster.Cli;

namespace Client.Tests;

public sealed class ConvertTests
{
    private const string JobSet =
        """
        apiVersion: jobset.x-k8s.io/v1alpha2
        kind: JobSet
        metadata: {name: a, labels: {kueue.x-k8s.io/queue-name: old}}
        spec:
          successPolicy: {operator: Any}
          replicatedJobs: [{name: w, template: {spec: {parallelism: 4, template: {spec: {priorityClassName: gold, containers: [{name: a}]}}}}}]
        """;

    [Fact]
    public async Task Convert_Stdin_WritesManifestAndSaysWhatItMade()
    {
        var (code, output, error) = await Run(JobSet, "convert", "-f", "-", "--queue-map", "old=new", "--priority-class", "gold=7", "--namespace", "ml");
        Assert.Equal(0, code);
        Assert.StartsWith("apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata:\n  namespace: ml\n  name: a\n", output, StringComparison.Ordinal);
        Assert.Contains("  queue: new\n  priority: 7\n", output, StringComparison.Ordinal);
        Assert.Contains("stdin:3: mapped  metadata.labels[\"kueue.x-k8s.io/queue-name\"] -> spec.queue = new (--queue-map)\n", error, StringComparison.Ordinal);
        Assert.Contains("stdin:5: warning spec.successPolicy: ", error, StringComparison.Ordinal);
        Assert.Contains("-> spec.podSets[0].count = 4\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_DryRunOfAnImport_SaysTheSameAsConvert()
    {
        var (_, output, error) = await Run(JobSet, "convert", "-f", "-");
        var (code, dryOutput, dryError) = await Run(JobSet, "submit", "-f", "-", "--dry-run");
        Assert.Equal(0, code);
        Assert.Equal(output, dryOutput);
        Assert.Equal(error, dryError.Replace("1 checked, nothing sent (dry run)\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("error: --queue-map: 'a' is no pair; write OLD=NEW", "--queue-map", "a")]
    [InlineData("error: --queue-map: 'B' is not a name", "--queue-map", "a=B")]
    [InlineData("error: --priority-class: 'x' is no priority; write -1000000000 to 1000000000", "--priority-class", "a=x")]
    [InlineData("error: --priority-class: '-2147483648' is no priority; write -1000000000 to 1000000000", "--priority-class", "a=-2147483648")]
    [InlineData("error: --namespace: 'A' is not a name", "--namespace", "A")]
    public async Task Convert_WrongOption_IsUsage(string error, params string[] options) =>
        Assert.Equal((2, "", error + "\nsee: muster convert --help\n"), await Run(JobSet, ["convert", "-f", "-", .. options]));

    [Fact]
    public async Task Convert_UnknownKind_IsRejectedAndSaysWhatIsRead()
    {
        var (code, output, error) = await Run("apiVersion: kubeflow.org/v1\nkind: PyTorchJob\n", "convert", "-f", "-");
        Assert.Equal((5, ""), (code, output));
        Assert.StartsWith("error: stdin:1:1: apiVersion: kubeflow.org/v1 PyTorchJob is not read; write muster.dev/v1alpha1 Job; read as well are batch/v1 Job, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_NoSuchFile_IsAnError() => Assert.Equal(1, (await Run("", "convert", "-f", "/none")).Code);

    [Fact]
    public async Task Schema_Output_IsThePublishedFile()
    {
        var (code, output, error) = await Run("", "schema");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Golden.Root, "docs", "reference", "job.schema.json"), TestContext.Current.CancellationToken), output);
    }

    [Theory]
    [InlineData("convert")]
    [InlineData("schema")]
    public async Task Help_Command_TeachesByExample(string command)
    {
        var (code, output, _) = await Run("", command, "--help");
        Assert.Equal(0, code);
        Assert.Matches("Examples?:\n  muster " + command, output);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string input, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await MusterCli.RunAsync(args, output, error, stdin: new MemoryStream(Encoding.UTF8.GetBytes(input)), cancellationToken: TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
