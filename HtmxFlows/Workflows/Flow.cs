using System.Text.Json;
using System.Text.Json.Serialization;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>A node as the flow's JSON has it.</summary>
/// <param name="Id">What edges and templates call it.</param>
/// <param name="Type">The name of its node type.</param>
/// <param name="Label">What people call it; the id if it has none.</param>
/// <param name="Data">Its configuration, <c>settings</c> and <c>label</c> included; an object.</param>
public sealed record FlowNode(string Id, string Type, string Label, JsonElement Data)
{
    /// <summary>Whether it is a remark in the diagram, which takes no part in runs (<see cref="NodeRole.Note"/>).</summary>
    public bool IsNote => Type == NoteNode.TypeName;

    /// <summary>The text of a note; empty for any other node.</summary>
    public string NoteText => IsNote ? NoteNode.TextOf(Data) : "";

    /// <summary>Whether it stands for an imported node whose type is unknown here (<see cref="NodeRole.Placeholder"/>).</summary>
    public bool IsPlaceholder => Type == UnsupportedNode.TypeName;

    /// <summary>The type that a placeholder had in the imported file; empty if it had none, and for any other node.</summary>
    public string OriginalType => IsPlaceholder ? UnsupportedNode.TypeOf(Data) : "";

    /// <summary>The output that runs of the draft use instead of running the node; null if none is pinned.</summary>
    public NodePin? Pin { get; } = NodePin.Read(Data);
}

/// <summary>An output that is pinned to a node, while its workflow is designed: <c>data.pinned</c>.</summary>
/// <param name="Ports">The names of the ports that it takes; none is the default port.</param>
public sealed record NodePin(JsonElement Output, IReadOnlyList<string>? Ports = null)
{
    /// <summary>The key in a node's <c>data</c>.</summary>
    public const string Key = "pinned";

    /// <summary>The pin of a node; null if it has none, or none that can be read.</summary>
    public static NodePin? Read(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(Key, out var pin) || pin.ValueKind != JsonValueKind.Object || !pin.TryGetProperty("output", out var output))
            return null;
        string[] ports = pin.TryGetProperty("ports", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)] : [];
        return new(output, ports);
    }
}

/// <summary>An edge as the flow's JSON has it.</summary>
/// <param name="Port">The output port of its source; null is the default port.</param>
public sealed record FlowEdge(string Id, string Source, string? Port, string Target);

/// <summary>A problem of a flow, in a sentence, with its node and field, its edge, or a field of the flow (<c>name</c>, <c>inputs[0].type</c>).</summary>
public sealed record FlowProblem(string Message, string? Node = null, string? Edge = null, string? Field = null)
{
    /// <summary>Whether the flow can be published and run despite the problem.</summary>
    [JsonIgnore]
    public bool IsWarning { get; init; }
}

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
