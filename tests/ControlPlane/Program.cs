using System.CommandLine;
using Muster.ControlPlane;

return await new RootCommand("Real Kubernetes control planes on loopback with nodes that only pretend to run pods. They keep nothing and end with this command.")
{
    UpCommand.Create(),
}.Parse(args).InvokeAsync();
