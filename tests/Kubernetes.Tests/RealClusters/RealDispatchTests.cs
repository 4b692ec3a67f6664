using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Muster.Contracts;
using Muster.Silo.Tests;

namespace Muster.Kubernetes.Tests;

/// <summary>What a real cluster does to gangs, beyond what every cluster does.</summary>
[Collection(RealClusterGroup.Name)]
public sealed class RealDispatchTests
{
    private readonly RealCluster _cluster;

    public RealDispatchTests(RealCluster cluster)
    {
        _cluster = cluster;
        cluster.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KubernetesClusterGateway Gateway => _cluster.Gateway;

    [Fact]
    public async Task Create_NamespaceWithoutRights_IsUnauthorizedWithTheServersSentence()
    {
        var refusal = await Assert.ThrowsAsync<ClusterUnauthorizedException>(() => Gateway.CreateAsync(Plan("nowhere"), Token));
        Assert.Contains("nowhere", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_QuotaIsExceeded_IsRefusedAndStopLeavesNothing()
    {
        await _cluster.PostAsync("api/v1/namespaces/quota/resourcequotas", """{"metadata":{"name":"small"},"spec":{"hard":{"pods":"2"}}}""");
        await RealTime.UntilAsync(
            async () => (await _cluster.FindAsync("api/v1/namespaces/quota/resourcequotas/small"))?["status"]?["hard"] is not null, "the quota counts");
        var plan = Plan("quota");
        var refusal = await Assert.ThrowsAsync<BindingRefusedException>(() => Gateway.CreateAsync(plan, Token));
        Assert.Contains("exceeded quota", refusal.Message, StringComparison.Ordinal);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        Assert.Empty(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token));
    }

    [Fact]
    public async Task Create_LimitRangeAddsRequests_IsRefusedWithTheAmount()
    {
        await _cluster.PostAsync("api/v1/namespaces/limits/limitranges",
            """{"metadata":{"name":"least"},"spec":{"limits":[{"type":"Container","defaultRequest":{"memory":"64Mi"},"default":{"memory":"128Mi"}}]}}""");
        var refusal = await Assert.ThrowsAsync<BindingRefusedException>(() => Gateway.CreateAsync(Plan("limits"), Token));
        Assert.Contains("memory=64Mi", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_TemplateThatTheServerCallsInvalid_IsInvalid()
    {
        var template = Gangs.Template(spec: """{"volumes":[{"name":"Not A Name","emptyDir":{}}]}""");
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, template, RealCluster.Nodes);
        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => Gateway.CreateAsync(plan, Token));
        Assert.Contains("422", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SameNameOfAnotherSubmissionOrLedger_IsRefused()
    {
        var plan = Plan();
        await Gateway.CreateAsync(plan, Token);
        await Assert.ThrowsAsync<BindingRefusedException>(() => Gateway.CreateAsync(plan with { Uid = "another" }, Token));
        await Assert.ThrowsAsync<BindingRefusedException>(() => Gateway.CreateAsync(plan with { Incarnation = "another" }, Token));
        Assert.Equal(plan.Pods.Length, (await Gateway.CreateAsync(plan, Token)).Length);
    }

    [Fact]
    public async Task Create_NamesAreTakenBySomebodyElse_IsRefusedAndTheyStay()
    {
        var plan = Plan();
        var name = ObjectNames.Anchor(plan.Job, plan.Attempt);
        await _cluster.PostAsync("apis/coordination.k8s.io/v1/namespaces/default/leases", $$"""{"metadata":{"name":"{{name}}"} }""");
        await Assert.ThrowsAsync<BindingRefusedException>(() => Gateway.CreateAsync(plan, Token));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
        var taken = await _cluster.FindAsync($"apis/coordination.k8s.io/v1/namespaces/default/leases/{name}");
        Assert.Null(taken!["metadata"]!["annotations"]);
    }

    [Fact]
    public async Task Create_StableNames_MakesAServiceThatGoesWithTheAnchor()
    {
        var plan = Plan() with { StableNames = true };
        await Gateway.CreateAsync(plan, Token);
        await Gateway.CreateAsync(plan, Token);
        var service = $"api/v1/namespaces/default/services/{ObjectNames.Service(plan.Job, plan.Attempt)}";
        Assert.Equal("None", (string?)(await _cluster.FindAsync(service))!["spec"]!["clusterIP"]);
        var pod = await _cluster.FindAsync($"api/v1/namespaces/default/pods/{plan.Pods[0].Name}");
        Assert.Equal(ObjectNames.Host("main", 0), (string?)pod!["spec"]!["hostname"]);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
        await RealTime.UntilAsync(async () => await _cluster.FindAsync(service) is null, "the Service is collected");
    }

    [Fact]
    public async Task Create_AnchorIsDeletedByHand_PodsAreCollected()
    {
        var plan = Plan();
        await Gateway.CreateAsync(plan, Token);
        await _cluster.DeleteAsync($"apis/coordination.k8s.io/v1/namespaces/default/leases/{ObjectNames.Anchor(plan.Job, plan.Attempt)}");
        await RealTime.UntilAsync(async () => (await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token)).IsEmpty, "the pods are collected");
    }

    [Fact]
    public async Task Create_RepliesAreLost_ObjectsAreFoundByName()
    {
        var server = new FaultyServer(_cluster.Server()) { LosesReply = static path => path.EndsWith("/pods", StringComparison.Ordinal) || path.EndsWith("/leases", StringComparison.Ordinal) };
        await using var gateway = _cluster.Open(server: server);
        var plan = Plan();
        var pods = await gateway.CreateAsync(plan, Token);
        Assert.Equal(pods.Select(p => p.Uid), (await Gateway.CreateAsync(plan, Token)).Select(p => p.Uid));
    }

    [Fact]
    public async Task Create_RequestsAreLost_IsUnreachable()
    {
        var server = new FaultyServer(_cluster.Server()) { LosesRequest = static path => path.EndsWith("/pods", StringComparison.Ordinal) };
        await using var gateway = _cluster.Open(server: server);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => gateway.CreateAsync(Plan(), Token));
    }

    [Fact]
    public async Task Create_StoppedMeanwhile_LeavesNoPodThatASecondStopDoesNotFind()
    {
        var plan = Plan();
        var stopped = 0;
        var server = new FaultyServer(_cluster.Server());
        // After the first pod is asked for, somebody stops the attempt, and sees no pod that is yet to come.
        server.Before = async path =>
        {
            if (path.EndsWith("/pods", StringComparison.Ordinal) && Interlocked.Exchange(ref stopped, 1) == 0)
                await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        };
        await using var gateway = _cluster.Open(server: server);
        await gateway.CreateAsync(plan, Token);
        Assert.All(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token), static p => Assert.Null(p.Node));
        await Assert.ThrowsAsync<BindingRefusedException>(() => gateway.CreateAsync(plan, Token));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        Assert.Empty(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token));
    }

    [Fact]
    public async Task CreateAndBind_AGang_TakesTwoRequestsAPodAndFewForTheAnchor()
    {
        var server = new FaultyServer(_cluster.Server());
        await using var gateway = _cluster.Open(server: server);
        await gateway.ProbeAsync(Token);
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, RealTime.Template("1m"), Enumerable.Repeat(RealCluster.Nodes[0], 20));
        var before = server.Calls;
        await gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, await gateway.CreateAsync(plan, Token)), Token);
        Assert.Equal(2 * plan.Pods.Length + 1, server.Calls - before);
        await gateway.StopAsync(plan.Job, plan.Attempt, Token);
    }

    [Fact]
    public async Task Bind_RepliesAreLost_IsSeenToBeDone()
    {
        var server = new FaultyServer(_cluster.Server()) { LosesReply = static path => path.EndsWith("/binding", StringComparison.Ordinal) };
        await using var gateway = _cluster.Open(server: server);
        var plan = Plan();
        await gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, await gateway.CreateAsync(plan, Token)), Token);
        Assert.All(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token), p => Assert.NotNull(p.Node));
    }

    [Fact]
    public async Task Bind_PodIsBeingDeleted_IsRefused()
    {
        var plan = await StartAsync(Gateway);
        var pods = await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token);
        foreach (var node in RealCluster.Nodes)
            _cluster.Hollow.Freeze(node);
        try
        {
            await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
            // A pod that is bound already is judged by what the watch has shown, which may be a moment behind.
            await RealTime.UntilAsync(() => IsRefusedAsync(() => Gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, pods), Token)), "the binding is refused");
            // Deletion has been asked for; until the node says that they ended, they run.
            Assert.All(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token), p => Assert.True(p.Terminating));
        }
        finally
        {
            foreach (var node in RealCluster.Nodes)
                _cluster.Hollow.Thaw(node);
        }
        await RealTime.UntilAsync(async () => (await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token)).IsEmpty, "the pods go");
    }

    [Fact]
    public async Task CleanUp_PodsStillRun_LeavesThemRunning()
    {
        var plan = await StartAsync(Gateway);
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
        Assert.All(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token), p => Assert.False(p.Terminating));
        Assert.NotNull(await _cluster.FindAsync($"apis/coordination.k8s.io/v1/namespaces/default/leases/{ObjectNames.Anchor(plan.Job, plan.Attempt)}"));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
    }

    [Fact]
    public async Task Open_AnotherGateway_AdoptsWhatIsThere()
    {
        var plan = await StartAsync(Gateway);
        await using var second = _cluster.Open();
        var shown = (await second.ListAsync(Token)).Pods.Where(p => p.Job == plan.Job).ToList();
        Assert.Equal(plan.Pods.Select(p => (p.Name, (string?)p.Node)), shown.OrderBy(p => p.Index).Select(p => (p.Name, p.Node)));
        Assert.All(shown, p => Assert.Equal((plan.Uid, plan.Incarnation), (p.JobUid, p.Incarnation)));
        await second.StopAsync(plan.Job, plan.Attempt, Token);
        await RealTime.UntilAsync(async () => (await second.ListPodsAsync(plan.Job, plan.Attempt, Token)).IsEmpty, "the pods go");
    }

    [Fact]
    public async Task Open_OfAnotherOrigin_TouchesNothing()
    {
        var plan = await StartAsync(Gateway);
        await using var other = _cluster.Open("other");
        var list = await other.ListAsync(Token);
        Assert.DoesNotContain(list.Pods, p => p.Job == plan.Job);
        Assert.All(list.Nodes.Where(n => plan.Pods.Any(p => p.Node == n.Name)), n => Assert.True(n.Foreign[ResourceNames.Cpu] >= 1000));
        await Assert.ThrowsAsync<BindingRefusedException>(() => other.CreateAsync(plan, Token));
        await other.StopAsync(plan.Job, plan.Attempt, Token);
        await other.CleanUpAsync(plan.Job, plan.Attempt, Token);
        Assert.All(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token), p => Assert.False(p.Terminating));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
    }

    [Fact]
    public async Task Probe_AnotherClusterThanMeant_RefusesEverythingUntilItIsAccepted()
    {
        await using var gateway = _cluster.Open(pinnedUid: "another");
        var plan = Plan();
        await Assert.ThrowsAsync<ClusterReplacedException>(() => gateway.CreateAsync(plan, Token));
        await Assert.ThrowsAsync<ClusterReplacedException>(() => gateway.ProbeAsync(Token));
        await Assert.ThrowsAsync<ClusterReplacedException>(() => gateway.ListAsync(Token));
        await Assert.ThrowsAsync<ClusterReplacedException>(() => gateway.ListPodsAsync(plan.Job, plan.Attempt, Token));
        await Assert.ThrowsAsync<ClusterReplacedException>(() => gateway.StopAsync(plan.Job, plan.Attempt, Token));
        gateway.Accept(await Gateway.ProbeAsync(Token));
        Assert.Equal(gateway.PinnedUid, await gateway.ProbeAsync(Token));
        Assert.NotEmpty((await gateway.ListAsync(Token)).Nodes);
    }

    [Fact]
    public async Task ReadLog_NodeWithoutKubeletEndpoint_SaysThatThereAreNone()
    {
        var plan = await StartAsync(Gateway);
        await RealTime.UntilAsync(async () => (await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token)).All(p => p.Phase == PodPhase.Running), "they run");
        await Assert.ThrowsAsync<LogsUnavailableException>(() => ReadAsync(plan, plan.Pods[0].Name));
        await Assert.ThrowsAsync<PodNotFoundException>(() => ReadAsync(plan, plan.Pods[0].Name + "-x"));
        await Assert.ThrowsAsync<PodNotFoundException>(() => ReadAsync(plan, "../secrets"));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
    }

    private async Task ReadAsync(GangPlan plan, string pod)
    {
        await foreach (var _ in Gateway.ReadLogAsync(plan.Job, plan.Attempt, pod, new LogQuery(), Token))
        {
        }
    }

    private static GangPlan Plan(string @namespace = "default") => Gangs.Plan(
        Gangs.NewJob() with { Namespace = @namespace }, Gangs.First, RealTime.Template("1m"), RealCluster.Nodes) with { Incarnation = "ledger" };

    private static async Task<GangPlan> StartAsync(KubernetesClusterGateway gateway)
    {
        var plan = Plan();
        await gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, await gateway.CreateAsync(plan, Token)), Token);
        return plan;
    }

    private static async Task<bool> IsRefusedAsync(Func<Task> bind)
    {
        try
        {
            await bind();
            return false;
        }
        catch (BindingRefusedException)
        {
            return true;
        }
    }
}
