// Submits a gang, follows it and prints its result. The silo's address is the first argument.
using Muster.Client;
using Muster.Contracts;

using var muster = new MusterClient(new MusterClientOptions { Address = new Uri(args.FirstOrDefault() ?? MusterClientOptions.DefaultAddress) });

var gang = JobBuilder.Create($"hello-{Guid.NewGuid():N}"[..20])
    .InQueue("default")
    .WithPodSet("worker", 4, pod => pod
        .Image("busybox:1.36")
        .Command("echo", "hello")
        .Cpu("1")
        .Memory("64Mi")
        // On a simulated cluster a pod runs as long as this says.
        .Annotation("simulation.muster.dev/duration", "2s"))
    .Build();

var job = await muster.SubmitAsync(gang);
Console.WriteLine($"{job.Id} is on record");

var progress = new LineProgress();
var ended = await job.WaitForCompletionAsync(new WaitOptions { Progress = progress, Timeout = TimeSpan.FromMinutes(5) });
Console.WriteLine($"{job.Id}: {ended.Status!.State} on {ended.Status.Cluster}");
return ended.Status.State == JobState.Succeeded ? 0 : 1;
