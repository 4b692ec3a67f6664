namespace Muster.Scheduling.Tests;

/// <summary>One step of the protocol, for traces.</summary>
internal readonly record struct ProtocolStep(string What, int Gang = -1, int Attempt = 0, int Node = -1, int Token = 0)
{
    public override string ToString() => What
        + (Gang < 0 ? "" : $" gang {Gang}") + (Attempt == 0 ? "" : $" attempt {Attempt}") + (Node < 0 ? "" : $" node {Node}") + (Token == 0 ? "" : $" token {Token}");
}

/// <summary>Every step that may come next. Nodes decide by the real table; ledger and coordinators are as the design has them.</summary>
internal sealed class ClaimProtocol(ProtocolConfig config, Mutant mutant)
{
    private readonly NodeTable _table = new(config);
    private readonly int _tokenSets = (int)Math.Pow(config.Tokens, config.Participants);

    /// <summary>True when no participant has more committed on it than it has.</summary>
    public static bool IsSafe(ProtocolState state) => state.Committed.Count(static c => c > 0) <= 1;

    public IEnumerable<(ProtocolStep Step, ProtocolState State)> Next(ProtocolState state) =>
        Coordinators(state).Concat(Ledger(state)).Concat(Nodes(state)).Concat(Suspension(state));

    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Coordinators(ProtocolState state)
    {
        for (var gang = 0; gang < config.Gangs; gang++)
            for (var epoch = 1; epoch <= config.Epochs; epoch++)
            {
                var at = gang * config.Epochs + epoch - 1;
                var attempt = config.NumberOf(epoch, state.Try[at]);
                switch (state.Coordinator[at])
                {
                    case CoordinatorPhase.None when state.Epoch[gang] == epoch - 1 && state.Committed[gang] == 0 && !IsSuspended(state, gang):
                        yield return Step(new("open job", gang, Token: epoch), state, s =>
                        {
                            s.Epoch[gang] = epoch;
                            s.IsFenced &= gang != 0;
                            Begin(s, gang, at, epoch, 1);
                        });
                        break;
                    case CoordinatorPhase.Preparing:
                        yield return Step(new("give up and release", gang, attempt), state, s => GiveUp(s, gang, at, attempt));
                        for (var tokens = 0; tokens < _tokenSets; tokens++)
                            if (AllGranted(state, gang, attempt, tokens))
                                yield return Step(new("send commit", gang, attempt, Token: tokens + 1), state, s =>
                                {
                                    s.Commits |= CommitBit(gang, attempt, tokens);
                                    s.Coordinator[at] = CoordinatorPhase.CommitSent;
                                });
                        break;
                    case CoordinatorPhase.CommitSent:
                        foreach (var step in Resolve(state, gang, at, attempt))
                            yield return step;
                        break;
                    case CoordinatorPhase.GivenUp when state.Try[at] < config.Tries:
                        yield return Step(new("try again", gang, attempt), state, s => Begin(s, gang, at, epoch, s.Try[at] + 1));
                        break;
                    default:
                        break;
                }
            }
    }

    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Resolve(ProtocolState state, int gang, int at, int attempt)
    {
        if (mutant == Mutant.NoResolve)
            yield return Step(new("go on without an answer", gang, attempt), state, s => GiveUp(s, gang, at, attempt));
        if (state.Committed[gang] == attempt)
        {
            yield return Step(new("learn of the commit", gang, attempt), state, s => s.Coordinator[at] = CoordinatorPhase.Done);
            yield break;
        }
        if ((state.Aborted & AttemptBit(gang, attempt)) != 0)
            yield return Step(new("learn of the abort", gang, attempt), state, s => GiveUp(s, gang, at, attempt));
        else
            yield return Abort(state, gang, attempt);
        // A refusal is for ever: tokens, epochs and tombstones do not come back. R4: stale nodes are asked anew for the same attempt.
        if (Enumerable.Range(0, _tokenSets).All(tokens => (state.Commits & CommitBit(gang, attempt, tokens)) == 0 || !IsCommittable(state, gang, attempt, tokens)))
            yield return Step(new("learn of the refusal", gang, attempt), state, s =>
            {
                if (IsSuspended(state, gang) || IsFenced(state, gang))
                    GiveUp(s, gang, at, attempt);
                else
                    s.Coordinator[at] = CoordinatorPhase.Preparing;
            });
    }

    // What is committed drains first; here it is gone at once, and its places are given back. Then others may have them.
    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Suspension(ProtocolState state)
    {
        if (config.Suspends && state.Suspension == SuspensionPhase.None && state.Epoch[0] > 0)
            yield return Step(new("suspend", 0), state, s =>
            {
                s.Suspension = SuspensionPhase.Suspended;
                s.IsFenced = mutant != Mutant.SuspendKeepsEpoch;
                s.Releases |= s.Committed[0] > 0 ? AttemptBit(0, s.Committed[0]) : 0;
                s.Committed[0] = 0;
            });
        if (state.Suspension == SuspensionPhase.Suspended)
            yield return Step(new("resume and admit", 0), state, static s => s.Suspension = SuspensionPhase.Over);
    }

    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Ledger(ProtocolState state)
    {
        for (var gang = 0; gang < config.Gangs; gang++)
            for (var attempt = 1; attempt <= config.Attempts; attempt++)
                for (var tokens = 0; tokens < _tokenSets; tokens++)
                    if ((state.Commits & CommitBit(gang, attempt, tokens)) != 0 && IsCommittable(state, gang, attempt, tokens))
                        yield return Step(new("commit", gang, attempt, Token: tokens + 1), state, s => s.Committed[gang] = attempt);
    }

    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Nodes(ProtocolState state)
    {
        for (var node = 0; node < config.Participants; node++)
            for (var token = 1; token <= config.Tokens; token++)
            {
                var at = node * config.Tokens + token - 1;
                var steps = state.Phase[at] switch
                {
                    ActivationPhase.None when token == 1 || state.Phase[at - 1] != ActivationPhase.None => [Activate(state, node, token, at, first: true)],
                    ActivationPhase.Opening => [Activate(state, node, token, at, first: false)],
                    ActivationPhase.Open => Answers(state, node, token, at),
                    _ => [],
                };
                foreach (var step in steps)
                    yield return step;
            }
    }

    private (ProtocolStep Step, ProtocolState State) Activate(ProtocolState state, int node, int token, int at, bool first) =>
        Step(new(first == (mutant == Mutant.LoadBeforeOpen) ? "load" : "open node", Node: node, Token: token), state, s =>
        {
            s.Phase[at] = first ? ActivationPhase.Opening : ActivationPhase.Open;
            if (first != (mutant == Mutant.LoadBeforeOpen))
                s.Current[node] = token;
            else
                for (var gang = 0; gang < config.Gangs; gang++)
                    if (s.Committed[gang] > 0)
                        s.Claims[at] = _table.Load(s.Claims[at], gang, s.Committed[gang]);
        });

    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Answers(ProtocolState state, int node, int token, int at)
    {
        var claims = state.Claims[at];
        for (var gang = 0; gang < config.Gangs; gang++)
        {
            for (var attempt = 1; attempt <= config.Attempts; attempt++)
            {
                if ((state.Prepares & AttemptBit(gang, attempt)) != 0 && _table.Prepare(claims, gang, attempt) is var decision
                    && (decision.Claims != claims || decision.Granted && (state.Grants & GrantBit(gang, attempt, at)) == 0))
                    yield return Step(new(decision.Granted ? "grant" : "refuse", gang, attempt, node, token), state, s =>
                    {
                        s.Claims[at] = decision.Claims;
                        s.Grants |= decision.Granted ? GrantBit(gang, attempt, at) : 0;
                    });
                if ((state.Releases & AttemptBit(gang, attempt)) != 0 && _table.Free(claims, gang, attempt) is var freed && freed != claims)
                    yield return Step(new("take release", gang, attempt, node, token), state, s => s.Claims[at] = freed);
            }
            if (NodeTable.Held(claims, gang) is > 0 and var held && !NodeTable.IsCommitted(claims, gang))
                foreach (var step in Settle(state, gang, held, node, token, at))
                    yield return step;
        }
    }

    // A claim's time is over, or an older gang wants its place: both ask the ledger, and act on its word whenever that comes.
    private IEnumerable<(ProtocolStep Step, ProtocolState State)> Settle(ProtocolState state, int gang, int held, int node, int token, int at)
    {
        if (mutant == Mutant.TimerFrees)
            yield return Step(new("free without asking", gang, held, node, token), state, s => s.Claims[at] = _table.Free(s.Claims[at], gang, held));
        if (state.Committed[gang] == held)
            yield return Step(new("take confirmation", gang, held, node, token), state, s => s.Claims[at] = _table.MarkCommitted(s.Claims[at], gang, held));
        else if ((state.Aborted & AttemptBit(gang, held)) == 0)
            yield return Abort(state, gang, held);
        if ((state.Aborted & AttemptBit(gang, held)) != 0)
            yield return Step(new("take abort", gang, held, node, token), state, s => s.Claims[at] = _table.Free(s.Claims[at], gang, held));
    }

    private (ProtocolStep Step, ProtocolState State) Abort(ProtocolState state, int gang, int attempt) =>
        Step(new("abort in the ledger", gang, attempt), state, s =>
        {
            s.AbortedUpTo[gang] = Math.Max(s.AbortedUpTo[gang], attempt);
            s.Aborted |= AttemptBit(gang, attempt);
        });

    private bool IsCommittable(ProtocolState state, int gang, int attempt, int tokens)
    {
        if (state.Committed[gang] != 0 || IsSuspended(state, gang) || IsFenced(state, gang))
            return false;
        if (state.Epoch[gang] != config.EpochOf(attempt) && mutant != Mutant.CommitIgnoresEpoch)
            return false;
        if (attempt <= state.AbortedUpTo[gang] && mutant != Mutant.CommitIgnoresAborts)
            return false;
        for (var node = 0; node < config.Participants; node++)
            if (state.Current[node] != TokenOf(tokens, node) && mutant != Mutant.CommitIgnoresTokens)
                return false;
        return true;
    }

    private static bool IsSuspended(ProtocolState state, int gang) => gang == 0 && state.Suspension == SuspensionPhase.Suspended;

    private static bool IsFenced(ProtocolState state, int gang) => gang == 0 && state.IsFenced;

    private bool AllGranted(ProtocolState state, int gang, int attempt, int tokens)
    {
        for (var node = 0; node < config.Participants; node++)
            if ((state.Grants & GrantBit(gang, attempt, node * config.Tokens + TokenOf(tokens, node) - 1)) == 0)
                return false;
        return true;
    }

    private void Begin(ProtocolState state, int gang, int at, int epoch, int @try)
    {
        (state.Coordinator[at], state.Try[at]) = (CoordinatorPhase.Preparing, @try);
        state.Prepares |= AttemptBit(gang, config.NumberOf(epoch, @try));
    }

    private void GiveUp(ProtocolState state, int gang, int at, int attempt)
    {
        state.Coordinator[at] = CoordinatorPhase.GivenUp;
        state.Releases |= AttemptBit(gang, attempt);
    }

    private int TokenOf(int tokens, int node) => tokens / (int)Math.Pow(config.Tokens, node) % config.Tokens + 1;

    private int Index(int gang, int attempt) => gang * config.Attempts + attempt - 1;

    private uint AttemptBit(int gang, int attempt) => 1u << Index(gang, attempt);

    private uint GrantBit(int gang, int attempt, int activation) => 1u << (Index(gang, attempt) * config.Participants * config.Tokens + activation);

    private uint CommitBit(int gang, int attempt, int tokens) => 1u << (Index(gang, attempt) * _tokenSets + tokens);

    private static (ProtocolStep Step, ProtocolState State) Step(ProtocolStep step, ProtocolState state, Action<ProtocolState> change)
    {
        var next = state.Copy();
        change(next);
        return (step, next);
    }
}
