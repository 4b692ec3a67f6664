using System.Diagnostics;

namespace Muster.Bench;

/// <summary>Time, CPU time and allocation of a stretch of work. CPU time is the whole process's.</summary>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Cpu, long Allocated)
{
    public double CpuMicroseconds => Cpu.TotalMicroseconds;

    public static Stretch Begin() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));

    /// <summary>Managed memory in use, all garbage collected.</summary>
    public static long Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    internal readonly record struct Stretch(long Started, TimeSpan Cpu, long Allocated)
    {
        public Cost End() => new(
            Stopwatch.GetElapsedTime(Started), Environment.CpuUsage.TotalTime - Cpu, GC.GetTotalAllocatedBytes(precise: true) - Allocated);
    }
}
