using System.CommandLine;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Options that take a number, and say so when they are given something else.</summary>
internal static class NumberOption
{
    public static Option<int?> Of(string name, string description, string unit) => Create(name, description, unit, 0, int.MaxValue, static n => (int?)n);

    public static Option<long?> OfLong(string name, string description, string unit) => Create(name, description, unit, 0, long.MaxValue, static n => (long?)n);

    private static Option<T> Create<T>(string name, string description, string unit, long least, long most, Func<long, T> convert) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return convert(number);
            result.AddError($"{name}: '{Names.Clip(text)}' is no number; write {least} or more");
            return default;
        },
    };
}
