using System.Text.Json;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>The state of a run.</summary>
/// <param name="Thread">The conversation: the id of its first run.</param>
/// <param name="Input">The values of the inputs that the workflow declares; null if it declares none.</param>
/// <param name="Result">What the node that ended the run gave; of several, an object by their ids.</param>
/// <param name="Response">How the result is sent to a caller over HTTP, as the node that answered has it: status, media type and headers.</param>
/// <param name="Parent">The node of another run that waits for this one.</param>
/// <param name="Place">Where a queued run stands: 1 is the next to start.</param>
/// <param name="Questions">What the run asks people now.</param>
/// <param name="LastSeq">The number of the last event that this state knows of.</param>
public sealed record RunDocument(
    Guid Id, Guid Workflow, int Version, Guid Thread, RunStatus Status, string Prompt, JsonElement? Input, JsonElement? Result, RunResponse? Response, string? Error,
    IReadOnlyList<NodeDocument> Nodes, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, RunParent? Parent, int? Place, IReadOnlyList<QuestionDocument> Questions, long LastSeq)
{
    /// <summary>The document of a run; null if there is no such run.</summary>
    public static RunDocument? Find(RunReader reader, Guid id, int? place = null)
    {
        if (reader.State(id) is not { Run: var run } view)
            return null;
        var called = reader.Called(run);
        return new(run.Id, run.Workflow, run.Version, run.Thread, run.Status, run.Prompt, run.Input, run.Result, run.Response, run.Error,
            [.. view.Nodes.Select(node => NodeDocument.Of(node, [.. called[node.Node.Id]]))], run.StartedAt, run.FinishedAt, run.Parent, place,
            [.. view.Nodes.Where(node => node.State is { Status: NodeStatus.Waiting, Question: not null }).Select(QuestionDocument.Of)], run.LastSeq);
    }
}
