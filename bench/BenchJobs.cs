using System.Globalization;
using Muster.Contracts;

namespace Muster.Bench;

/// <summary>Jobs to submit.</summary>
internal static class BenchJobs
{
    /// <summary>A gang of equal pods.</summary>
    public static SubmitRequest Gang(string name, int pods, int cpu, string queue = "default", int priority = 0) => new(
        new Job
        {
            Metadata = new JobMetadata { Name = name },
            Spec = new JobSpec { Queue = queue, Priority = priority, PodSets = [new PodSet { Count = pods, Template = Template(cpu) }] },
        },
        name);

    public static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:0000000}");

    private static PodTemplate Template(int cpu) => new(string.Create(CultureInfo.InvariantCulture,
        $$$$"""{"spec":{"containers":[{"name":"main","image":"example.org/train:1","resources":{"requests":{"cpu":"{{{{cpu}}}}"}}}]}}"""));
}
