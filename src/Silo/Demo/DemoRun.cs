namespace Muster.Silo;
internal static class DemoRun { public static Task<int> RunAsync(bool once, string listen, CancellationToken ct) => Task.FromResult(0); }
