namespace Muster.Silo.Tests;

/// <summary>A good answer of an operation of the API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">What it means.</param>
/// <param name="Content">Contract type of the JSON; null without.</param>
/// <param name="TextType">Media type of text that it may also be, or is.</param>
/// <param name="Tagged">Has the job's version as ETag.</param>
internal sealed record ApiAnswer(int Status, string Text, Type? Content = null, string? TextType = null, bool Tagged = false);
