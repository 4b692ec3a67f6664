using System.CommandLine;
using Muster.Silo;

var rest = new Argument<string[]>("configuration")
{
    Description = "Settings, for example --Muster:Listen=http://127.0.0.1:9000 or --Muster:Data=/var/lib/muster",
    Arity = ArgumentArity.ZeroOrMore,
};
var once = new Option<bool>("--once") { Description = "End when every job has: with 0 if all ended as they should, else with 1." };
var listen = new Option<string>("--listen") { Description = "Address of the HTTP API.", DefaultValueFactory = static _ => "http://127.0.0.1:8080" };
var demo = new Command("demo", "Three simulated clusters, a queue tree and a few jobs; one cluster is lost half way.") { once, listen };
demo.SetAction((parsed, cancellationToken) => DemoRun.RunAsync(parsed.GetValue(once), parsed.GetValue(listen)!, cancellationToken));

var root = new RootCommand("Serves Muster: the scheduler, its HTTP API, and simulated clusters.") { demo, TokenCommands.Build(), AuditCommands.Build(), rest };
root.SetAction((parsed, cancellationToken) => Serve.RunAsync(parsed.GetValue(rest) ?? [], cancellationToken));
root.TreatUnmatchedTokensAsErrors = false;
// The host ends what it is at, within a bound of its own: this one, of two seconds otherwise, is not to cut that short.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromHours(1) });
