using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class AddressRulesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("febf::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("::ffff:224.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    public void Refusal_AddressThatIsNoCluster_IsRefused(string address) => Assert.NotNull(new AddressRules().Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.96.0.1")]
    [InlineData("172.16.5.4")]
    [InlineData("192.168.1.1")]
    [InlineData("34.120.1.2")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("2a00:1450::1")]
    public void Refusal_OrdinaryAddress_IsAllowed(string address) => Assert.Null(new AddressRules().Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    public void Refusal_LoopbackAllowed_OpensNothingElse(string address, bool allowed) =>
        Assert.Equal(allowed, new AddressRules { AllowLoopback = true }.Refusal(IPAddress.Parse(address)) is null);

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void Refusal_NetworksNamed_OnlyThoseAreConnectedTo(string address, bool allowed)
    {
        var rules = new AddressRules { AllowedNetworks = [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("169.254.0.0/16")] };

        Assert.Equal(allowed, rules.Refusal(IPAddress.Parse(address)) is null);
    }

    [Fact]
    public async Task GetAsync_NameThatIsBoundAnewToThisMachine_IsRefusedWhenItIsConnectedTo()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        var book = IPAddress.Loopback;
        var options = TestApi.Loopback with { Addresses = new AddressRules { AllowLoopback = true }, Resolve = (_, _) => Task.FromResult<IPAddress[]>([book]) };
        var access = api.Access with { Server = new Uri($"https://cluster.example:{api.Port}/"), TlsServerName = "localhost" };
        using (var before = api.Client(access, options))
            await before.GetAsync("/version", TestJson.Default.JsonElement, Cancel);

        book = IPAddress.Parse("169.254.169.254");
        using var after = api.Client(access, options);
        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => after.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("cluster.example is at 169.254.169.254, which is not connected to", error.Message, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task GetAsync_SomeAddressesRefused_TheAllowedOneIsTaken()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        var options = TestApi.Loopback with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("fe80::1"), IPAddress.Parse("169.254.169.254"), IPAddress.Loopback]) };
        using var client = api.Client(api.Access with { Server = new Uri($"https://localhost:{api.Port}/") }, options);

        await client.GetAsync("/version", TestJson.Default.JsonElement, Cancel);

        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task GetAsync_LoopbackNotAllowed_NothingIsSent()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(options: new ApiServerOptions());

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("this machine's own", error.Message, StringComparison.Ordinal);
        Assert.Empty(api.Names);
    }
}
