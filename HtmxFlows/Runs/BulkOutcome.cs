using HtmxFlows.Inputs;

namespace HtmxFlows.Runs;

/// <summary>Whether a bulk action begins. The set is closed.</summary>
public abstract record BulkOutcome
{
    BulkOutcome() { }

    public sealed record Begun(BulkJob Job) : BulkOutcome;

    public sealed record Refused(FieldProblem Problem) : BulkOutcome;
}
