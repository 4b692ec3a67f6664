using System.CommandLine;
using Muster.Bench;

var root = new RootCommand("Measures Muster. Progress goes to stderr; the last lines on stdout are the figures: name value unit.")
{
    GangsBench.Command(),
    DispatchBench.Command(),
    CallsBench.Command(),
    PlanBench.Command(),
    QueueBench.Command(),
    SubmitBench.Command(),
    WatchBench.Command(),
};
return await root.Parse(args).InvokeAsync();
