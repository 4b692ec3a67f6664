using Muster.Cli;

namespace Client.Tests;

public sealed class ConnectionTests
{
    private static readonly CliConfig Config = new("a",
    [
        new ConfigContext("a") { Server = "http://a:1", Token = "ta", Namespace = "na", Queue = "qa" },
        new ConfigContext("b") { Server = "http://b:1", TokenFile = "fb", Namespace = "nb" },
    ]);

    [Theory]
    [InlineData("", "", "http://a:1/ ta - na qa")]
    [InlineData("context=b", "", "http://b:1/ - fb nb -")]
    [InlineData("", "MUSTER_CONTEXT=b", "http://b:1/ - fb nb -")]
    [InlineData("context=a", "MUSTER_CONTEXT=b", "http://a:1/ ta - na qa")]
    [InlineData("", "MUSTER_NAMESPACE=e", "http://a:1/ ta - e qa")]
    [InlineData("namespace=f", "MUSTER_NAMESPACE=e", "http://a:1/ ta - f qa")]
    [InlineData("", "MUSTER_TOKEN=te", "http://a:1/ te - na qa")]
    [InlineData("", "MUSTER_TOKEN_FILE=fe", "http://a:1/ - fe na qa")]
    [InlineData("", "MUSTER_TOKEN=te MUSTER_TOKEN_FILE=fe", "http://a:1/ te - na qa")]
    [InlineData("tokenFile=ff", "MUSTER_TOKEN=te", "http://a:1/ - ff na qa")]
    [InlineData("context=b", "MUSTER_TOKEN=te MUSTER_SERVER=http://e:1 MUSTER_NAMESPACE=e", "http://b:1/ - fb nb -")]
    // A context's token is for its own silo.
    [InlineData("server=http://f:1", "", "http://f:1/ - - na qa")]
    [InlineData("server=http://a:1", "", "http://a:1/ ta - na qa")]
    [InlineData("", "MUSTER_SERVER=http://e:1", "http://e:1/ - - na qa")]
    [InlineData("server=http://f:1", "MUSTER_TOKEN=te", "http://f:1/ te - na qa")]
    public void Resolve_FlagsEnvironmentAndContext_InThatOrder(string flags, string environment, string expected)
    {
        var (flag, variable) = (Pairs(flags), Pairs(environment));
        var connection = Connection.Resolve(
            new ConnectionFlags(flag.TryGetValue("server", out var s) ? new Uri(s) : null, flag.GetValueOrDefault("tokenFile"), flag.GetValueOrDefault("context"), flag.GetValueOrDefault("namespace")),
            variable.GetValueOrDefault, Config);
        Assert.Equal(expected, $"{connection.Address} {connection.Token ?? "-"} {connection.TokenFile ?? "-"} {connection.Namespace} {connection.Queue ?? "-"}");
    }

    [Fact]
    public void Resolve_Nothing_IsThisMachine()
    {
        var connection = Connection.Resolve(new ConnectionFlags(), _ => null, CliConfig.Empty);
        Assert.Equal(("http://127.0.0.1:8080/", "default"), (connection.Address.AbsoluteUri, connection.Namespace));
    }

    [Theory]
    [InlineData("context=c", "", "--context: there is no context 'c'; known: a, b")]
    [InlineData("", "MUSTER_CONTEXT=c", "MUSTER_CONTEXT: there is no context 'c'; known: a, b")]
    [InlineData("", "MUSTER_SERVER=x", "MUSTER_SERVER: 'x' is no address; write http://host:port")]
    [InlineData("", "MUSTER_TOKEN=a\u00e9", "MUSTER_TOKEN: it cannot be sent; write it as the operator gave it, without spaces")]
    public void Resolve_Wrong_SaysWhoseFaultItIs(string flags, string environment, string error) => Assert.Equal(error, Assert.Throws<UsageException>(() =>
        Connection.Resolve(new ConnectionFlags(Context: Pairs(flags).GetValueOrDefault("context")), Pairs(environment).GetValueOrDefault, Config)).Message);

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
}
