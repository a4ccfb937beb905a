using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

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
