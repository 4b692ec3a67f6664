namespace Muster.Silo;

/// <summary>How a watch is made to end.</summary>
internal enum WatchCut
{
    None = 0,
    Ended = 1,
    Expired = 2,
    Broken = 3,
}
