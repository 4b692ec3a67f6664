namespace Muster.Silo;

/// <summary>What calls to a cluster meet that is cut off.</summary>
public enum PartitionMode
{
    /// <summary>It is not cut off.</summary>
    None = 0,

    /// <summary>They fail at once, and watches break.</summary>
    Refuse = 1,

    /// <summary>They hang until their time is over, and watches are silent: packets are dropped.</summary>
    Hang = 2,

    /// <summary>Calls are answered, and let nobody in.</summary>
    Unauthorized = 3,

    /// <summary>Another cluster answers in its place.</summary>
    Replaced = 4,
}
