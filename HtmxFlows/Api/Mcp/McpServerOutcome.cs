using HtmxFlows.Inputs;

namespace HtmxFlows.Api;

/// <summary>How a change of a server of the Model Context Protocol ended. The set is closed.</summary>
public abstract record McpServerOutcome
{
    McpServerOutcome() { }

    public sealed record Saved : McpServerOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(IReadOnlyList<FieldProblem> Problems) : McpServerOutcome;
}
