namespace Orleans.Embedded;

/// <summary>What becomes of a message.</summary>
public readonly record struct MessageVerdict
{
    private MessageVerdict(MessageFate fate, TimeSpan delay = default) => (Fate, After) = (fate, delay);

    public static MessageVerdict Deliver => default;

    /// <summary>Lost, as by a network: its caller hears nothing until the response timeout.</summary>
    public static MessageVerdict Drop { get; } = new(MessageFate.Drop);

    /// <summary>Delivered twice; the caller hears the first response.</summary>
    public static MessageVerdict Duplicate { get; } = new(MessageFate.Duplicate);

    internal MessageFate Fate { get; }
    internal TimeSpan After { get; }

    public static MessageVerdict Delay(TimeSpan delay) => new(MessageFate.Delay, delay);
}

internal enum MessageFate : byte
{
    Deliver,
    Drop,
    Duplicate,
    Delay,
}
