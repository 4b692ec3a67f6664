namespace Muster.Docs.Tests;

/// <summary>A fenced block of a document.</summary>
/// <param name="Line">Line of the opening fence, from 1.</param>
/// <param name="Language">The word after the fence; empty when there is none.</param>
/// <param name="Text">What is inside.</param>
/// <param name="NotRun">Why a test does not run it; null when it does.</param>
internal sealed record CodeBlock(int Line, string Language, string Text, string? NotRun);
