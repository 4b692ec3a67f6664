using Muster.Contracts;
using static Muster.Contracts.JobState;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>What is recorded next, for every state and everything that may be seen.</summary>
public sealed class GangLifecycleTests
{
    private static readonly Attempt Now = Attempt.Of(1, 2);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(30);

    private static readonly (string Name, GangObservation Seen)[] Sights =
    [
        ("nothing", new() { Wanted = 4, Waiting = 4 }),
        ("starting", new() { Wanted = 4, Waiting = 1, Running = 3, Dispatched = true }),
        ("all run, not all bound", new() { Wanted = 4, Running = 4 }),
        ("all run", new() { Wanted = 4, Running = 4, Dispatched = true }),
        ("some ended", new() { Wanted = 4, Running = 1, Succeeded = 3, Dispatched = true }),
        ("all ended", new() { Wanted = 4, Succeeded = 4, Dispatched = true, Gone = true }),
        ("one failed", new() { Wanted = 4, Running = 2, Failed = 1, Rejected = 1, Dispatched = true }),
        ("one refused", new() { Wanted = 4, Running = 2, Rejected = 1, Lost = 1, Dispatched = true }),
        ("one lost", new() { Wanted = 4, Running = 3, Lost = 1, Dispatched = true }),
        ("cluster refuses", new() { Wanted = 4, Waiting = 2, Refused = true }),
        ("pods are wrong", new() { Wanted = 4, Refused = true, Invalid = true }),
        ("gone", new() { Wanted = 4, Failed = 1, Lost = 3, Gone = true }),
        ("no pods known", new() { Gone = true }),
    ];

    // Rows: what is seen. Columns: the states; a dot for nothing to record.
    private const string Table = """
                               Queued Admitted Committed Starting Running Draining Fencing Succeeded Failed Cancelled Suspended
        nothing                .      .        Start     .        .       .        .       .         .      .         .
        starting               .      .        Start     .        .       .        .       .         .      .         .
        all run, not all bound .      .        Start     .        .       .        .       .         .      .         .
        all run                .      .        Start     Run      .       .        .       .         .      .         .
        some ended             .      .        Start     Run      .       .        .       .         .      .         .
        all ended              .      .        Start     Succeed  Succeed Succeed  Requeue .         .      .         .
        one failed             .      .        Start     Fence+   Fence+  .        .       .         .      .         .
        one refused            .      .        Start     Fence    Fence   .        .       .         .      .         .
        one lost               .      .        Start     Fence    Fence   .        .       .         .      .         .
        cluster refuses        .      .        Start     Fence    Fence   .        .       .         .      .         .
        pods are wrong         .      .        Start     Fence+   Fence+  .        .       .         .      .         .
        gone                   .      .        Start     Fence+   Fence+  Cancel   Requeue .         .      .         .
        no pods known          .      .        Start     .        .       Cancel   Requeue .         .      .         .
        """;

    [Fact]
    public void OnObserved_EveryStateAndSight_IsAsPinned()
    {
        var rows = Table.Split('\n').Skip(1).Select(static r => r[23..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var states = Enum.GetValues<JobState>();
        Assert.Equal(Sights.Length, rows.Length);
        for (var row = 0; row < rows.Length; row++)
            for (var column = 0; column < states.Length; column++)
            {
                var step = GangLifecycle.OnObserved(Gang(states[column]), Sights[row].Seen with { Attempt = Now });
                Assert.True(rows[row][column] == Text(step), $"{Sights[row].Name} while {states[column]}: {Text(step)}");
                if (step is not null)
                    Assert.NotNull(JobStateMachine.Next(states[column], step.Event));
            }
    }

    [Fact]
    public void OnObserved_AnotherAttempt_IsPassedOver()
    {
        foreach (var state in Enum.GetValues<JobState>())
            foreach (var (_, seen) in Sights)
                Assert.Null(GangLifecycle.OnObserved(Gang(state), seen with { Attempt = Attempt.Of(1, 1) }));
    }

    [Theory]
    [InlineData(0, 0, "Drain to Failed")]
    [InlineData(0, 1, "Fence+")]
    [InlineData(2, 3, "Fence+")]
    [InlineData(3, 3, "Drain to Failed")]
    [InlineData(4, 3, "Drain to Failed")]
    public void OnObserved_PodFailed_IsChargedUntilRetriesAreSpent(int retries, int limit, string expected)
    {
        var step = GangLifecycle.OnObserved(
            Gang(Running) with { Retries = retries, RetryLimit = limit }, new() { Attempt = Now, Wanted = 2, Failed = 1, Running = 1, Detail = "pod a-0: exit code 1" });

        Assert.Equal((expected, new Reason(ReasonCode.PodFailed, "pod a-0: exit code 1")), (Text(step), step!.Reason));
    }

    [Theory]
    [InlineData(Cancelled, JobEvent.Cancel)]
    [InlineData(Failed, JobEvent.Fail)]
    [InlineData(Suspended, JobEvent.Suspend)]
    [InlineData(null, JobEvent.Fail)]
    public void OnObserved_DrainedGang_EndsAsItWasToldTo(JobState? drainTo, JobEvent expected) => Assert.Equal(
        expected, GangLifecycle.OnObserved(Gang(Draining) with { DrainTo = drainTo }, new() { Attempt = Now, Wanted = 2, Lost = 2, Gone = true })!.Event);

    [Theory]
    [InlineData(Committed, 1799, null, ".")]
    [InlineData(Committed, 1800, null, "Fence+")]
    [InlineData(Starting, 1800, null, "Fence+")]
    [InlineData(Running, 1800, null, ".")]
    [InlineData(Running, 99, 100, ".")]
    [InlineData(Running, 100, 100, "Drain to Failed")]
    [InlineData(Starting, 100, 100, ".")]
    [InlineData(Queued, 9999, 100, ".")]
    [InlineData(Admitted, 9999, 100, ".")]
    [InlineData(Draining, 9999, 100, ".")]
    [InlineData(Fencing, 9999, 100, ".")]
    [InlineData(Suspended, 9999, 100, ".")]
    [InlineData(Succeeded, 9999, 100, ".")]
    public void OnTime_Deadlines_AreKeptToAndForetold(JobState state, int seconds, int? maxRuntime, string expected)
    {
        var gang = Gang(state) with { StartedAt = Noon, MaxRuntime = maxRuntime is { } max ? TimeSpan.FromSeconds(max) : null };
        var now = Noon.AddSeconds(seconds);

        Assert.Equal(expected, Text(GangLifecycle.OnTime(gang, now, StartTimeout)));
        Assert.Equal(expected != ".", GangLifecycle.NextTime(gang, StartTimeout) is { } next && next <= now);
    }

    [Fact]
    public void OnTime_Reasons_SayHowLong()
    {
        Assert.Equal(new Reason(ReasonCode.StartTimeout, "not every pod ran within 30 min"), GangLifecycle.OnTime(Gang(Starting), Noon.AddHours(1), StartTimeout)!.Reason);
        Assert.Equal(new Reason(ReasonCode.DeadlineExceeded, "it ran longer than 90 s"),
            GangLifecycle.OnTime(Gang(Running) with { StartedAt = Noon, MaxRuntime = TimeSpan.FromSeconds(90) }, Noon.AddHours(1), StartTimeout)!.Reason);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(3, 240)]
    [InlineData(6, 1920)]
    [InlineData(7, 3600)]
    [InlineData(1000, 3600)]
    public void Backoff_EveryTry_DoublesUpToAnHourLessATenth(int retries, int seconds)
    {
        var all = Enumerable.Range(-5000, 10_000).Append(int.MinValue).Append(int.MaxValue)
            .Select(dice => GangLifecycle.Backoff(retries, TimeSpan.FromSeconds(60), dice).TotalSeconds).ToArray();

        Assert.All(all, s => Assert.InRange(s, seconds * 0.9, seconds));
        Assert.Equal(seconds, GangLifecycle.Backoff(retries, TimeSpan.FromSeconds(60), 0).TotalSeconds);
        Assert.True(retries == 0 || all.Distinct().Count() == 1000);
    }

    private static GangView Gang(JobState state) => new(state, Now, Noon, null, null, Retries: 0, RetryLimit: 3, DrainTo: Cancelled);

    private static string Text(GangStep? step) => step is null ? "."
        : step.Event + (step.ChargeRetry ? "+" : "") + (step.DrainTo is { } to ? $" to {to}" : "");
}
