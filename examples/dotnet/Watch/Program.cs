// Prints what happens to jobs, from now on, until Ctrl-C. The silo's address is the first argument.
using Muster.Client;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using var muster = new MusterClient(new MusterClientOptions { Address = new Uri(args.FirstOrDefault() ?? MusterClientOptions.DefaultAddress) });
// Whoever keeps the last sequence can go on after it later: pass it as the second argument.
var after = args.Length > 1 ? long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : (long?)null;
try
{
    await foreach (var change in muster.WatchAsync(new WatchOptions { After = after }, stop.Token))
        Console.WriteLine($"{change.Sequence} {change.Job}: {change.From} -> {change.To} {change.Reason?.Message}");
}
catch (OperationCanceledException)
{
    return 0;
}
return 0;
