namespace Muster.Cli;

/// <summary>A word that could stand there.</summary>
/// <param name="Text">The word.</param>
/// <param name="Meaning">What it means; may be empty.</param>
internal readonly record struct Proposal(string Text, string Meaning);
