using Muster.Cli;

return await MusterCli.RunAsync(args, ProcessWorld.Create());
