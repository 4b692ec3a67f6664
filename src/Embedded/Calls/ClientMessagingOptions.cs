namespace Orleans.Configuration;

/// <summary>How long callers outside of grains wait.</summary>
public class ClientMessagingOptions : MessagingOptions;
