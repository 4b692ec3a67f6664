using System.CommandLine;
using System.CommandLine.Parsing;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>An option that is one of a few words, in any case.</summary>
internal static class ChoiceOption
{
    /// <summary>One of the words.</summary>
    public static Option<T?> Of<T>(string name, string description, string helpName, params string[] aliases)
        where T : struct, Enum
    {
        var option = new Option<T?>(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse<T>(result, name, result.Tokens[0].Value),
        };
        option.CompletionSources.Add(Enum.GetNames<T>());
        return option;
    }

    /// <summary>Some of the words, with commas between.</summary>
    public static Option<T[]?> Several<T>(string name, string description, string helpName)
        where T : struct, Enum
    {
        var option = new Option<T[]?>(name)
        {
            Description = description,
            HelpName = helpName,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => [.. result.Tokens[0].Value.Split(',').Select(word => Parse<T>(result, name, word)).OfType<T>()],
        };
        option.CompletionSources.Add(Enum.GetNames<T>());
        return option;
    }

    private static T? Parse<T>(ArgumentResult result, string name, string text)
        where T : struct, Enum
    {
        if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Enum.Parse<T>(found);
        result.AddError($"{name}: '{Names.Clip(text)}' is none of {string.Join(", ", Enum.GetNames<T>())}");
        return null;
    }
}
