using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>
/// An entry of a run's journal. As JSON it is <c>{event, seq, at, nodeId?, …}</c>: the same in the database and in the API.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(WorkflowStarted), "workflow-started")]
[JsonDerivedType(typeof(NodeStarted), "node-started")]
[JsonDerivedType(typeof(NodeRetrying), "node-retrying")]
[JsonDerivedType(typeof(NodeWaiting), "node-waiting")]
[JsonDerivedType(typeof(NodeItemCompleted), "node-item-completed")]
[JsonDerivedType(typeof(NodeCompleted), "node-completed")]
[JsonDerivedType(typeof(NodeFailed), "node-failed")]
[JsonDerivedType(typeof(NodeSkipped), "node-skipped")]
[JsonDerivedType(typeof(WorkflowCompleted), "workflow-complete")]
[JsonDerivedType(typeof(WorkflowFailed), "workflow-failed")]
[JsonDerivedType(typeof(WorkflowCancelled), "workflow-cancelled")]
[JsonDerivedType(typeof(WorkflowResumed), "workflow-resumed")]
public abstract record RunEvent
{
    /// <summary>1, 2, 3 … within the run, without a gap.</summary>
    [JsonPropertyOrder(-3)]
    public long Seq { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    [JsonPropertyOrder(-2)]
    public DateTimeOffset At { get; init; }

    /// <summary>The user who causes it, for the audit log, which is written in the same commit; null if nobody does or it was read from the journal.</summary>
    [JsonIgnore]
    public Actor.Person? By { get; init; }

    /// <summary>Its name in the journal, in the stream and in the API.</summary>
    [JsonIgnore]
    public string Name => Names[GetType()];

    static readonly FrozenDictionary<Type, string> Names = typeof(RunEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);
}

/// <summary>An event about one node.</summary>
public abstract record NodeEvent([property: JsonPropertyOrder(-1)] string NodeId) : RunEvent
{
    /// <summary>The event is reused from the run that this one repeats in part; null is no.</summary>
    public bool? Reused { get; init; }

    /// <summary>What the node has logged, line by line; null if nothing.</summary>
    public IReadOnlyList<string>? Log { get; init; }
}

/// <summary>The run begins.</summary>
/// <param name="Thread">The conversation: the id of its first run.</param>
/// <param name="Trigger">What started the run.</param>
/// <param name="Input">An object with every input that the workflow declares; null if it declares none.</param>
/// <param name="Parent">The node of another run that waits for this one, if one does.</param>
/// <param name="RetryOf">The run that this one repeats in part, if any.</param>
/// <param name="Queued">It waits for its turn before its first node starts; null is no.</param>
/// <param name="Files">The files that were sent with its input, by their ids; null is none.</param>
public sealed record WorkflowStarted(
    Guid Workflow, int Version, Guid Thread, RunTrigger Trigger, string Prompt, JsonElement? Input = null, RunParent? Parent = null,
    RunRetry? RetryOf = null, bool? Queued = null, IReadOnlyList<Guid>? Files = null) : RunEvent
{
    /// <summary>The node up to which a draft is run: it and its ancestors. Null runs all nodes.</summary>
    public string? UpTo { get; init; }

    /// <summary>The user who started the run, or the one that called it; null if no user did.</summary>
    public RunStarter? StartedBy { get; init; }

    /// <summary>The node of the trigger that starts the run; null if the nodes start that are no triggers.</summary>
    public string? Fired { get; init; }

    /// <summary>What that trigger gives; without one, what <c>trigger</c> is in expressions, if it is anything.</summary>
    public JsonElement? FiredData { get; init; }

    /// <summary>The value by which the limit, the rate or the debounce of the workflow counts the run; null if none counts it by one.</summary>
    public string? Key { get; init; }

    /// <summary>Until when the run waits for a later one, which takes its place; null if it does not wait for one.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <inheritdoc cref="RunRequest.TraceParent"/>
    public string? TraceParent { get; init; }

    /// <summary>Writes further rows in the commit of the start; null writes none, and is read from the journal.</summary>
    [JsonIgnore]
    public Action<DatabaseWriter, Guid>? Beside { get; init; }

    /// <summary>Whether the run may receive files at its start: those in its input, and those of the run that it repeats.</summary>
    [JsonIgnore]
    public bool ReceivesFiles => RetryOf is not null || Files is not null || Input is { } input && FileValue.MayBeIn(input);
}

/// <param name="Attempt">1 for the first.</param>
public sealed record NodeStarted(string NodeId, int Attempt) : NodeEvent(NodeId);

/// <summary>An attempt failed, and another will be made.</summary>
public sealed record NodeRetrying(string NodeId, int Attempt, string Error, DateTimeOffset Until) : NodeEvent(NodeId);

/// <param name="Until">When the wait ends without an event, if it does; a node that awaits runs fails then.</param>
/// <param name="Output">The output that it has then; null while it waits for runs or for a person.</param>
/// <param name="Calls">The runs that it waits for.</param>
/// <param name="Question">What it waits for a person to answer.</param>
/// <param name="Memory">What it has to know when it resumes, beside its configuration.</param>
public sealed record NodeWaiting(
    string NodeId, DateTimeOffset? Until, JsonElement Output, Calls? Calls = null, Question? Question = null, JsonElement? Memory = null) : NodeEvent(NodeId);

/// <summary>An item of a node that runs for each item of a list has ended. It is never run again.</summary>
/// <param name="Index">Its position in the list, from 0.</param>
/// <param name="Total">How many items the list has.</param>
/// <param name="Output">The item's output; its error if failures are collected.</param>
/// <param name="List">The list, with the first item of the node that ends; null with the others.</param>
public sealed record NodeItemCompleted(string NodeId, int Index, int Total, JsonElement Output, JsonElement? List = null) : NodeEvent(NodeId);

/// <param name="Port">The port taken; null is the default port.</param>
/// <param name="Format">What is special about the output when it is shown; null is nothing.</param>
/// <param name="MorePorts">Ports that are taken beside it, if there are several; null if not.</param>
public sealed record NodeCompleted(string NodeId, JsonElement Output, string? Port = null, OutputFormat? Format = null, IReadOnlyList<string>? MorePorts = null) : NodeEvent(NodeId)
{
    /// <summary>How the output is sent to a caller as the result of the run; null if the node says nothing about it.</summary>
    public RunResponse? Response { get; init; }

    /// <summary>Who answered the node's question and how; null if nobody did. The name is in the output, as <c>by</c>.</summary>
    public AnswerSource? Answered { get; init; }

    /// <summary>The names of all ports that are taken; none if it is the default port.</summary>
    [JsonIgnore]
    public IEnumerable<string> Taken => Port is null ? [] : [Port, .. MorePorts ?? []];
}

/// <param name="Output">
/// The output that the run continues with, null if the run fails: <c>{"message", "node", "attempt"}</c>, and <c>"status", "headers", "body"</c> if
/// a peer's answer is the failure.
/// </param>
public sealed record NodeFailed(string NodeId, string Error, JsonElement? Output = null, string? Port = null) : NodeEvent(NodeId);

/// <summary>No edge delivered to the node.</summary>
public sealed record NodeSkipped(string NodeId) : NodeEvent(NodeId);

public sealed record WorkflowCompleted(JsonElement Result) : RunEvent
{
    /// <summary>How the result is sent to a caller that waits for it over HTTP; null if no node says so, or several answered.</summary>
    public RunResponse? Response { get; init; }
}

/// <param name="NodeId">The node that failed, or null if the run as a whole did.</param>
public sealed record WorkflowFailed(string Error, string? NodeId = null) : RunEvent;

public sealed record WorkflowCancelled : RunEvent
{
    /// <summary>The run that took the place of this one; null if none did.</summary>
    public Guid? ReplacedBy { get; init; }
}

/// <summary>The process had ended in the middle of the run, and resumes it.</summary>
public sealed record WorkflowResumed : RunEvent;

/// <summary>The types of inputs in the words that flows have for them. Older journals have the names of the program, which are the same but for the case, and are read too.</summary>
sealed class InputTypeWords() : JsonStringEnumConverter<FlowInputType>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

/// <summary>The journal's JSON, generated at compile time: it is written for every event of every run.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, Converters = [typeof(InputTypeWords)], MaxDepth = Data.Json.MaxWrappedDepth)]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(IEnumerable<RunEvent>))]
public sealed partial class RunEventJson : JsonSerializerContext;
