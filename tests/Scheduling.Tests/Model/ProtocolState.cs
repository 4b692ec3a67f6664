namespace Muster.Scheduling.Tests;

/// <summary>
/// A moment of the claim protocol: the ledger, every activation of every node, every coordinator, and all messages that were
/// ever sent. Messages stay: one that is never taken is lost, one that is taken late or twice is delayed or repeated.
/// </summary>
internal sealed class ProtocolState(ProtocolConfig config)
{
    // The ledger: by gang its coordinator's epoch, up to which attempt it is aborted, and the attempt that is committed; by node its token.
    public int[] Epoch { get; private init; } = new int[config.Gangs];

    public int[] AbortedUpTo { get; private init; } = new int[config.Gangs];

    public int[] Committed { get; private init; } = new int[config.Gangs];

    public int[] Current { get; private init; } = new int[config.Participants];

    // Of the gang that may be suspended: how far that is, and whether no coordinator may commit it until one opens it anew.
    public SuspensionPhase Suspension { get; set; }

    public bool IsFenced { get; set; }

    // Activations, by node and token: how far they are, and their claims as NodeTable numbers them.
    public ActivationPhase[] Phase { get; private init; } = new ActivationPhase[config.Participants * config.Tokens];

    public int[] Claims { get; private init; } = new int[config.Participants * config.Tokens];

    // Coordinators, by gang and epoch.
    public CoordinatorPhase[] Coordinator { get; private init; } = new CoordinatorPhase[config.Gangs * config.Epochs];

    public int[] Try { get; private init; } = new int[config.Gangs * config.Epochs];

    // Messages, as bits.
    public uint Prepares { get; set; }

    public uint Grants { get; set; }

    public uint Releases { get; set; }

    public uint Commits { get; set; }

    public uint Aborted { get; set; }

    public ProtocolState Copy() => new(config)
    {
        Epoch = [.. Epoch], AbortedUpTo = [.. AbortedUpTo], Committed = [.. Committed], Current = [.. Current],
        Phase = [.. Phase], Claims = [.. Claims], Coordinator = [.. Coordinator], Try = [.. Try],
        Suspension = Suspension, IsFenced = IsFenced, Prepares = Prepares, Grants = Grants, Releases = Releases, Commits = Commits, Aborted = Aborted,
    };

    /// <summary>The state as a number; equal states have equal numbers.</summary>
    public UInt128 Pack()
    {
        UInt128 packed = 0;
        void Add(uint value, int bits)
        {
            if (value >> bits != 0)
                throw new InvalidOperationException($"{value} does not fit into {bits} bits");
            packed = packed << bits | value;
        }

        var attempts = config.Gangs * config.Attempts;
        for (var gang = 0; gang < config.Gangs; gang++)
        {
            Add((uint)Epoch[gang], 2);
            Add((uint)AbortedUpTo[gang], 2);
            Add((uint)Committed[gang], 2);
        }
        Add((uint)Suspension, 2);
        Add(IsFenced ? 1u : 0u, 1);
        foreach (var token in Current)
            Add((uint)token, 2);
        for (var i = 0; i < Phase.Length; i++)
        {
            Add((uint)Phase[i], 2);
            Add((uint)Claims[i], NodeTable.BitsPerGang * config.Gangs);
        }
        for (var i = 0; i < Coordinator.Length; i++)
        {
            Add((uint)Coordinator[i], 3);
            Add((uint)Try[i], 2);
        }
        Add(Prepares, attempts);
        Add(Grants, attempts * config.Participants * config.Tokens);
        Add(Releases, attempts);
        Add(Commits, attempts * (int)Math.Pow(config.Tokens, config.Participants));
        Add(Aborted, attempts);
        return packed;
    }
}
