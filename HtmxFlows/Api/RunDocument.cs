using System.Text.Json;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>The state of a run.</summary>
/// <param name="Thread">The conversation: the id of its first run.</param>
/// <param name="Input">The values of the inputs that the workflow declares; null if it declares none.</param>
/// <param name="Result">What the node that ended the run gave; of several, an object by their ids.</param>
/// <param name="Parent">The node of another run that waits for this one.</param>
/// <param name="Place">Where a queued run stands: 1 is the next to start.</param>
/// <param name="Questions">What the run asks people now.</param>
/// <param name="LastSeq">The number of the last event that this state knows of.</param>
public sealed record RunDocument(
    Guid Id, Guid Workflow, int Version, Guid Thread, RunStatus Status, string Prompt, JsonElement? Input, JsonElement? Result, string? Error,
    IReadOnlyList<NodeDocument> Nodes, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, RunParent? Parent, int? Place, IReadOnlyList<QuestionDocument> Questions, long LastSeq)
{
    /// <summary>The document of a run; null if there is no such run.</summary>
    public static RunDocument? Find(RunReader reader, Guid id, int? place = null)
    {
        if (reader.State(id) is not { Run: var run } view)
            return null;
        var called = reader.Called(run);
        return new(run.Id, run.Workflow, run.Version, run.Thread, run.Status, run.Prompt, run.Input, run.Result, run.Error,
            [.. view.Nodes.Select(node => NodeDocument.Of(node, [.. called[node.Node.Id]]))], run.StartedAt, run.FinishedAt, run.Parent, place,
            [.. view.Nodes.Where(node => node.State is { Status: NodeStatus.Waiting, Question: not null }).Select(QuestionDocument.Of)], run.LastSeq);
    }
}

/// <summary>The state of a node in a run.</summary>
/// <param name="Attempt">How often it was started.</param>
/// <param name="Runs">The runs that it has called, in the order of its calls; one is there once it was started.</param>
public sealed record NodeDocument(
    string Id, string Type, string Label, NodeStatus Status, int Attempt, JsonElement? Output, string? Error, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    IReadOnlyList<Guid> Runs)
{
    public static NodeDocument Of((FlowNode Node, NodeState State) node, IReadOnlyList<Guid> runs) => new(
        node.Node.Id, node.Node.Type, node.Node.Label, node.State.Status, node.State.Attempt, node.State.Output, node.State.Error,
        node.State.StartedAt, node.State.FinishedAt, runs);
}

/// <summary>How far a node has come between two events. It is not of the journal: it has no number, and is not repeated.</summary>
/// <param name="Done">How many of the runs that the node waits for have ended; null if it waits for none.</param>
/// <param name="Total">How many those are.</param>
/// <param name="From">The index of <paramref name="Text"/> in the model's answer so far; it replaces the text from there on. Null if nothing is said.</param>
/// <param name="Text">What the model has said from there on.</param>
public sealed record NodeProgressDocument(string NodeId, int? Done, int? Total, int? From, string? Text)
{
    /// <summary>Its name in streams.</summary>
    public const string Name = "node-progress";

    [System.Text.Json.Serialization.JsonPropertyOrder(-1)]
    public string Event => Name;

    public static NodeProgressDocument Of(NodeFurther further)
    {
        if (further.Now.Said is not { } said)
            return new(further.Node, further.Now.Done, further.Now.Total, null, null);
        var known = said.AsSpan().CommonPrefixLength(further.Before?.Said);
        // Half a character is no text.
        if (known > 0 && char.IsHighSurrogate(said[known - 1]))
            known--;
        return new(further.Node, null, null, known, said[known..]);
    }
}

/// <summary>The answer to a start.</summary>
/// <param name="Url">The run's page, which is also its address in every other representation.</param>
/// <param name="Events">Its events.</param>
public sealed record RunStarted(Guid Id, RunStatus Status, string Url, string Events);

/// <summary>What a run is started with.</summary>
/// <param name="Input">Values for the inputs that the workflow declares, by their names; what is left out has its default.</param>
/// <param name="Thread">The conversation that the run continues.</param>
public sealed record RunRequestDocument(string? Prompt = null, JsonElement? Input = null, Guid? Thread = null);

/// <summary>What a run asks a person.</summary>
/// <param name="Node">The node that asks.</param>
/// <param name="Text">Markdown.</param>
/// <param name="Fields">What is to be filled in.</param>
/// <param name="Decisions">The ways to answer.</param>
/// <param name="Until">When it is too late; null is never.</param>
public sealed record QuestionDocument(string Node, string Text, IReadOnlyList<FlowInput> Fields, IReadOnlyList<Nodes.Decision> Decisions, DateTimeOffset? Until)
{
    public static QuestionDocument Of((FlowNode Node, NodeState State) asking) =>
        new(asking.Node.Id, asking.State.Question!.Text, asking.State.Question.Fields, asking.State.Question.Decisions, asking.State.Until);
}

/// <summary>The answer to a question of a run.</summary>
/// <param name="Node">The node that asks.</param>
/// <param name="Decision">The name of one of its decisions.</param>
/// <param name="Input">Values for its fields, by their names; what is left out has its default.</param>
/// <param name="By">Who answers.</param>
public sealed record AnswerDocument(string Node = "", string Decision = "", JsonElement? Input = null, string? By = null);
