using Muster.Client;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Lists as the client reads them from a real API, page by page.</summary>
public sealed class ClientListTests(ApiSilo silo)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListJobsAsync_PagesOfOneWithASelector_AreFollowedInOrder(bool newestFirst)
    {
        using var muster = new MusterClient(new MusterClientOptions { Address = silo.Http.BaseAddress! });
        var sweep = ApiSilo.NewName();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await muster.SubmitAsync(Job(sweep, name), null, TestContext.Current.CancellationToken);
            await silo.SubmitAsync(ApiSilo.Job(ApiSilo.NewName())); // another's, which makes pages empty
        }
        var options = new JobListOptions { LabelSelector = $"sweep={sweep}", FieldSelector = "spec.queue=default", NewestFirst = newestFirst, PageSize = 1 };
        var names = await muster.ListJobsAsync(options, TestContext.Current.CancellationToken)
            .Select(static j => j.Metadata.Name[^1]).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(newestFirst ? "cba" : "abc", string.Concat(names));
    }

    private static Job Job(string sweep, string name) => JobBuilder.Create($"{sweep}-{name}").InQueue("default").WithLabel("sweep", sweep)
        .WithPodSet("main", 1, static pod => pod.Image("busybox").Cpu("1").Annotation("simulation.muster.dev/duration", "50ms")).Build();
}
