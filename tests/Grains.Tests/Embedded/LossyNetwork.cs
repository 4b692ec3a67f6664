using Orleans.Embedded;

namespace Muster.Grains.Tests;

/// <summary>Loses, doubles and delays messages between grains, by seeded dice or by a rule.</summary>
internal sealed class LossyNetwork(int seed, double drop, double duplicate, double delay) : IMessageInterceptor
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private volatile bool _calm;

    /// <summary>What is to become of a message, before the dice are thrown; null for no opinion.</summary>
    public Func<MessageInfo, MessageVerdict?> Rule { get; set; } = static _ => null;

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public int Delayed { get; private set; }

    /// <summary>From now on everything arrives.</summary>
    public void CalmDown() => _calm = true;

    public MessageVerdict Intercept(in MessageInfo message)
    {
        if (_calm || !message.InterfaceName.StartsWith("Muster", StringComparison.Ordinal))
            return MessageVerdict.Deliver;
        lock (_gate)
        {
            if (Rule(message) is { } verdict)
                return verdict;
            var dice = _random.NextDouble();
            if (dice < drop)
            {
                Lost++;
                return MessageVerdict.Drop;
            }
            if (dice < drop + duplicate)
            {
                Doubled++;
                return MessageVerdict.Duplicate;
            }
            if (dice < drop + duplicate + delay)
            {
                Delayed++;
                return MessageVerdict.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 400)));
            }
            return MessageVerdict.Deliver;
        }
    }
}
