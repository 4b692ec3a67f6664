namespace Orleans.Configuration;

/// <summary>How long grains wait for each other, and how many calls may wait for one of them.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>More calls than this at one activation are refused; zero means no limit.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }
}
