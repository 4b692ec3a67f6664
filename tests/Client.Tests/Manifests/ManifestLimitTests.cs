using System.Diagnostics;
using Muster.Client;

namespace Client.Tests;

[Collection(nameof(ManifestLimitTests))]
[CollectionDefinition(nameof(ManifestLimitTests), DisableParallelization = true)]
public class ManifestLimitTests
{
    private const string Head = "apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {name: a}\nspec: ";

    public static TheoryData<string, string> Hostile() => new()
    {
        { "too large", new string(' ', ManifestLimits.MaxBytes + 1) },
        { "deep flow lists", Head + new string('[', 100_000) },
        { "deep flow mappings", Head + string.Concat(Enumerable.Repeat("{a: ", 100_000)) },
        { "deep block lists", string.Concat(Enumerable.Repeat("- ", 100_000)) },
        { "deep block mappings", string.Concat(Enumerable.Range(0, 1_000).Select(i => new string(' ', i) + "a:\n")) },
        { "deep keys", string.Concat(Enumerable.Repeat("? ", 100_000)) },
        { "deep JSON", "{\"a\":" + new string('[', 100_000) },
        { "deep JSON in a template", "{\"spec\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) },
        { "many values", Head + "[" + string.Concat(Enumerable.Repeat("1,", 300_000)) + "]" },
        { "many JSON values", "{\"a\":[" + string.Concat(Enumerable.Repeat("1,", 300_000)) + "1]}" },
        { "many documents", string.Concat(Enumerable.Repeat("---\na\n", 101)) },
        { "one long scalar", Head + new string('x', ManifestLimits.MaxScalarLength + 1) },
        { "one long JSON text", "{\"a\":\"" + new string('x', ManifestLimits.MaxScalarLength + 1) + "\"}" },
        { "many anchors", Head + "[" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"&a{i} x,")) },
        { "billion laughs", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]" },
        { "open quote", Head + "\"" + new string('x', 1_000_000) },
        { "open brackets after a long line", Head + new string('x', 200_000) + " : [" },
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Read_HostileText_IsRefusedSoonAndInBoundedMemory(string what, string text)
    {
        Assert.Throws<ManifestException>(() => ManifestReader.Read(text, "warm-up"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Assert.Throws<ManifestException>(() => ManifestReader.Read(text, "hostile"));
        watch.Stop();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024 / 1024;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {watch.ElapsedMilliseconds} ms, {allocated} MiB");
        // Tens of milliseconds on a quiet machine; the bound is for a busy one.
        Assert.True(watch.ElapsedMilliseconds < 2000, $"{what} took {watch.ElapsedMilliseconds} ms");
        Assert.True(allocated < 256, $"{what} took {allocated} MiB");
    }

    [Theory]
    [InlineData("apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {name: b}\nspec: {priority: [1], podSets: 3}")]
    [InlineData("apiVersion: batch/v1\nkind: Job\nmetadata: {name: b}\nspec: {template: 3}")]
    [InlineData("apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nmetadata: {name: b}\nspec: {replicatedJobs: [{}]}")]
    [InlineData("apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: b}\nspec: {tasks: [{}, {minAvailable: 3}], minAvailable: 3}")]
    [InlineData("queue: a\njobSetId: b\njobs: [3]")]
    public void Read_FaultsAfterThoseThatAreNamed_AreFaultsStill(string second)
    {
        var many = Head + "{" + string.Join(", ", Enumerable.Range(0, ManifestLimits.MaxFaults + 5).Select(i => $"x{i}: 1")) + "}\n";
        var refused = Assert.Throws<ManifestException>(() => ManifestReader.Read(many + "---\n" + second, "many"));
        Assert.Equal(ManifestLimits.MaxFaults, refused.Faults.Length);
    }

    [Fact]
    public void Read_DeepTextOnASmallStack_IsRefused()
    {
        Exception? unexpected = null;
        var thread = new Thread(
            () =>
            {
                foreach (var (_, text) in Hostile().Select(h => h.Data))
                    try
                    {
                        ManifestReader.Read(text, "hostile");
                    }
                    catch (ManifestException)
                    {
                    }
                    catch (Exception error)
                    {
                        unexpected = error;
                    }
            },
            256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(unexpected);
    }
}
