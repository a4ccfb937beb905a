using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>What a run is started with.</summary>
/// <param name="Version">The version to run; null is the newest published one.</param>
/// <param name="Thread">The conversation that the run continues; null begins one.</param>
/// <param name="Input">Values for the inputs that the workflow declares, an object; an input without a value has its default.</param>
/// <param name="Retry">The run that this one repeats in part; null runs every node.</param>
/// <param name="Files">The files in the input that were sent with it, or that the one that starts the run may pass on; the run receives them. Null is none.</param>
public sealed record RunRequest(
    Guid Workflow, string Prompt, RunTrigger Trigger, Guid? Thread = null, int? Version = null, JsonElement? Input = null, RunRetry? Retry = null, IReadOnlyList<Guid>? Files = null)
{
    /// <summary>The node up to which the flow is run: it and its ancestors. Null runs all of it.</summary>
    public string? UpTo { get; init; }

    /// <summary>The user who starts the run, for the audit log; null if nobody does.</summary>
    public Actor.Person? By { get; init; }

    /// <summary>The trigger of the flow that starts; null starts the nodes that are no triggers.</summary>
    public FiredTrigger? Fired { get; init; }

    /// <summary>What <c>trigger</c> is in expressions if no trigger of the flow starts; null is nothing.</summary>
    public JsonElement? TriggerData { get; init; }

    /// <summary>The <c>traceparent</c> of the call that starts the run; null if it has none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Writes further rows in the commit of the start, such as the delivery that causes it; null writes none.</summary>
    public Action<DatabaseWriter, Guid>? Beside { get; init; }

    /// <summary>The user for whom the run works: the one who starts it, or the starter of the run that calls it; null if no user does.</summary>
    public RunStarter? StartedBy { get; init; }
}
