using Ledger.Tests;
using Muster.Ledger.Tests;

// Tests that kill a process or lock one out start this program again, as that process.
if (args is [ChildProcess.Submit, var path])
    return await ChildProcess.SubmitForEverAsync(path);

return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
