using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>How the sending of a public page ended. The set is closed.</summary>
public abstract record SendOutcome
{
    SendOutcome() { }

    /// <summary>The run is started, now or when the same page was sent before.</summary>
    public sealed record Sent(Guid Run) : SendOutcome;

    public sealed record NotSent(RunStart.NotStarted Start) : SendOutcome;

    /// <summary>Too much came from the sender.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : SendOutcome;
}
