namespace HtmxFlows.Runs;

/// <summary>Whether a bulk action begins. The set is closed.</summary>
public abstract record BulkOutcome
{
    BulkOutcome() { }

    public sealed record Begun(BulkJob Job) : BulkOutcome;

    /// <param name="Problem">A sentence for people.</param>
    public sealed record TooMany(string Problem) : BulkOutcome;
}
