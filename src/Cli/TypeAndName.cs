namespace Muster.Cli;

/// <summary>Lets <c>get job/train</c> mean <c>get job train</c>, as kubectl's users write it.</summary>
internal static class TypeAndName
{
    public static string[] Split(string[] args)
    {
        for (var i = 0; i + 1 < args.Length; i++)
            if (args[i] is "get" or "describe")
                return SplitAt(args, i + 1);
            else if (args[i] is "-s" or "--server" or "--context" or "--token-file")
                i++; // its value
            else if (!args[i].StartsWith('-'))
                break;
        return args;
    }

    private static string[] SplitAt(string[] args, int at)
    {
        var slash = args[at].IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || args[at].StartsWith('-') || KindName.Of(args[at][..slash]) is null)
            return args;
        return [.. args[..at], args[at][..slash], args[at][(slash + 1)..], .. args[(at + 1)..]];
    }
}
