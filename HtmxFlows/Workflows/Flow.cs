using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Workflows;

/// <summary>
/// The graph, read from React Flow's JSON. <see cref="Source"/> is that JSON: what this program does not know stays in it untouched.
/// </summary>
public sealed record Flow(JsonElement Source, IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowEdge> Edges)
{
    /// <summary>The nodes that run: all but the notes.</summary>
    public IReadOnlyList<FlowNode> Steps { get; } = [.. Nodes.Where(node => !node.IsNote)];

    /// <summary>What the workflow asks for when it is run, besides the prompt.</summary>
    public IReadOnlyList<FlowInput> Inputs { get; init; } = [];

    /// <summary>How many of its runs may be unfinished at once; null is any number.</summary>
    public FlowConcurrency? Concurrency { get; init; }

    /// <summary>The name or id of the workflow that is run when a run of this one fails; empty is none.</summary>
    public string OnFailure { get; init; } = "";

    /// <summary>The longest JSON of a flow, in characters.</summary>
    public const int LargestJson = 4 * 1024 * 1024;

    /// <summary>The most nodes and edges, together, that are read at all; a flow that can run has fewer of each.</summary>
    public const int MostItems = 20_000;

    /// <summary>The problem of a JSON text that is too long to read; null if it is not.</summary>
    public static string? FindLimitViolation(string json) =>
        json.Length <= LargestJson ? null : $"The flow is longer than {LargestJson / 1024 / 1024} million characters. Shorten the contents of its nodes, or split it into several workflows.";

    /// <summary>Reads all valid parts of a flow, and reports all others. Never throws.</summary>
    /// <returns>The flow without malformed nodes and edges; null if the text is not a JSON object.</returns>
    public static (Flow? Flow, IReadOnlyList<FlowProblem> Problems) Parse(string json)
    {
        if (FindLimitViolation(json) is { } excess)
            return (null, [new(excess)]);
        try
        {
            return FlowReader.Read(Json.Parse(json));
        }
        catch (JsonException error)
        {
            return (null, [new(JsonFault.Sentence(error))]);
        }
    }
}
