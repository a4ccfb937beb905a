using HtmxFlows.Workflows;
using Microsoft.AspNetCore.WebUtilities;

namespace HtmxFlows.Views;

/// <summary>The problems and warnings of a flow on a page that does not edit it.</summary>
/// <param name="Flow">The flow, which gives the labels of its nodes; null if it cannot be read.</param>
/// <param name="Workflow">The workflow whose editor shows the places; null if the flow is not saved.</param>
public sealed record ProblemList(IReadOnlyList<FlowProblem> Problems, Flow? Flow = null, Guid? Workflow = null)
{
    /// <summary>What a problem is about, by its name; null if it is about the whole workflow.</summary>
    public string? PlaceOf(FlowProblem problem) => PlaceIn(Flow, problem);

    /// <summary>The path of the editor at that place; null if there is none.</summary>
    public string? PathTo(FlowProblem problem) => Workflow is not { } workflow || PlaceOf(problem) is null ? null : QueryHelpers.AddQueryString(
        $"/workflows/{workflow}/edit", QueryOf(problem).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    /// <summary>The query with which the editor opens at the place of a problem that has one.</summary>
    public static IEnumerable<(string Key, string? Value)> QueryOf(FlowProblem problem) => problem switch
    {
        { Node: { } node } => [("node", node), ("at", problem.Field)],
        { Edge: { } edge } => [("edge", edge)],
        _ => [("panel", "settings"), ("at", problem.Field)],
    };

    /// <inheritdoc cref="PlaceOf"/>
    public static string? PlaceIn(Flow? flow, FlowProblem problem)
    {
        string LabelOf(string id) => flow?.Nodes.FirstOrDefault(node => node.Id == id)?.Label ?? id;
        return problem switch
        {
            { Node: { } node } => LabelOf(node),
            { Edge: { } id } => flow?.Edges.FirstOrDefault(edge => edge.Id == id) is { } edge ? $"{LabelOf(edge.Source)} → {LabelOf(edge.Target)}" : id,
            { Field: not null } => "Settings",
            _ => null,
        };
    }
}
