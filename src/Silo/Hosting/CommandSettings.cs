using System.CommandLine;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>The settings of a command that works beside the silo: read from the same places as the silo's own.</summary>
internal static class CommandSettings
{
    public static Argument<string[]> Argument() => new("configuration")
    {
        Description = "Settings, as for serving: --Muster:Data=/var/lib/muster",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <exception cref="InvalidRequestException">A word is no setting.</exception>
    public static SiloSettings Read(string[] words)
    {
        if (Array.Find(words, static w => !w.StartsWith("--Muster:", StringComparison.OrdinalIgnoreCase) || !w.Contains('=', StringComparison.Ordinal)) is { } word)
            throw new InvalidRequestException("command line", $"'{Names.Clip(word)}' is no option of this command", "see --help; settings are written --Muster:NAME=VALUE");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = words, ContentRootPath = AppContext.BaseDirectory });
        return builder.Configuration.GetSection("Muster").Get<SiloSettings>() ?? new();
    }

    /// <summary>Runs a command; what went wrong is said in a sentence.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception problem) when (Serve.IsKnown(problem) || problem is UnauthorizedAccessException)
        {
            return await Serve.FailAsync(problem.Message);
        }
    }
}
