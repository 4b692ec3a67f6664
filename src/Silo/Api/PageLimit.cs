using Muster.Contracts;

namespace Muster.Silo;

/// <summary>How much a page may hold, as the caller asks for it.</summary>
internal static class PageLimit
{
    /// <summary>The limit that was asked for; the most that there may be when none was.</summary>
    /// <exception cref="InvalidRequestException">It is out of bounds.</exception>
    public static int Of(int? asked, int most) => asked is < 1 || asked > most
        ? throw new InvalidRequestException("limit", $"{asked} is out of range", $"send 1 to {most}, or leave it out for {most}")
        : asked ?? most;
}
