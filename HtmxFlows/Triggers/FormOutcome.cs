using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>How the sending of a public form ended. The set is closed.</summary>
public abstract record FormOutcome
{
    FormOutcome() { }

    /// <summary>The run is started, now or when the same form was sent before.</summary>
    public sealed record Sent(Guid Run) : FormOutcome;

    public sealed record NotSent(RunStart.NotStarted Start) : FormOutcome;

    /// <summary>Too many forms came from the sender.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : FormOutcome;
}
