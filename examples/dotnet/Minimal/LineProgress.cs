using Muster.Contracts;

/// <summary>Prints each change as it comes.</summary>
internal sealed class LineProgress : IProgress<JobChange>
{
    public void Report(JobChange value) => Console.WriteLine(value.From is { } from ? $"  {from} -> {value.To}" : $"  {value.To}");
}
