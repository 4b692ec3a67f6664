namespace Muster.Cli;

/// <summary>How a cell is meant; a terminal shows it as a colour.</summary>
internal enum Tone
{
    None,
    Good,
    Busy,
    Waiting,
    Bad,
    Faint,
}
