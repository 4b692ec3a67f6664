using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>A job in the model: the record that is shown, and what is kept beside it.</summary>
internal sealed class ModelJob
{
    public required JobRecord Record { get; set; }

    public required string[] Needs { get; init; }

    public long Change { get; set; }

    public string? Root { get; set; }
}
