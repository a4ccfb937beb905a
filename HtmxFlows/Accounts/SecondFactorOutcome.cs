namespace HtmxFlows.Accounts;

/// <summary>How a change of a second factor ended. The set is closed.</summary>
public abstract record SecondFactorOutcome
{
    SecondFactorOutcome() { }

    /// <param name="Codes">The recovery codes, which are shown once and stored nowhere.</param>
    public sealed record Saved(IReadOnlyList<string> Codes) : SecondFactorOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(IReadOnlyList<AccountProblem> Problems) : SecondFactorOutcome;
}
