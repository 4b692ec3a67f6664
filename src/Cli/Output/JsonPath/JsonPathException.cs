namespace Muster.Cli;

/// <summary>An expression cannot be understood, or would find too much.</summary>
internal sealed class JsonPathException(string message) : Exception(message)
{
    public static JsonPathException At(int position, string problem) => new($"{problem}, at character {position + 1}");
}
