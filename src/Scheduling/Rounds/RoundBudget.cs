namespace Muster.Scheduling;

/// <summary>What a round may do at the most.</summary>
/// <param name="Admissions">Jobs to admit.</param>
/// <param name="Considered">Candidates to look at.</param>
public readonly record struct RoundBudget(int Admissions, int Considered);
