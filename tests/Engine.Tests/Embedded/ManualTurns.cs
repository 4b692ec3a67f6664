using Orleans.Embedded;

namespace Orleans.Engine.Tests.Embedded;

/// <summary>Runs turns on the test's own thread, in an order drawn from a seed, and moves virtual time when none is left.</summary>
internal sealed class ManualTurns(int seed, VirtualTime time) : TaskScheduler, ITurnScheduler
{
    private readonly Random random = new(seed);
    private readonly List<IThreadPoolWorkItem> ready = [];

    public int TurnsPerSlot => 1;

    public void Schedule(IThreadPoolWorkItem turn) => ready.Add(turn);

    /// <summary>Runs code of the test itself among the turns.</summary>
    public void Run(Func<Task> test)
    {
        var task = Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        while (!task.IsCompleted)
        {
            if (ready.Count > 0)
            {
                var index = random.Next(ready.Count);
                var turn = ready[index];
                ready.RemoveAt(index);
                turn.Execute();
            }
            else if (!time.AdvanceToNextTimer())
            {
                throw new InvalidOperationException("Nothing is left to run, and the test is not done.");
            }
        }

        task.GetAwaiter().GetResult();
    }

    protected override void QueueTask(Task task) => ready.Add(new TestTurn(this, task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    private sealed class TestTurn(ManualTurns owner, Task task) : IThreadPoolWorkItem
    {
        public void Execute() => owner.TryExecuteTask(task);
    }
}
