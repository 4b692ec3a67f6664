using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>An option that is one of a few words, in any case.</summary>
internal static class ChoiceOption
{
    public static Option<T?> Of<T>(string name, string description, string helpName, params string[] aliases)
        where T : struct, Enum => new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
                    return Enum.Parse<T>(found);
                result.AddError($"{name}: '{Names.Clip(text)}' is none of {string.Join(", ", Enum.GetNames<T>())}");
                return null;
            },
        };
}
