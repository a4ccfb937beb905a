using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>A flow in the words of the reference, the prompt of its run, and what happens to the run.</summary>
/// <param name="CancelAfter">When the run is cancelled, in seconds after its start; 0 is at any moment, while nodes may be in flight.</param>
/// <param name="RestartAfter">When the server is stopped and started again, in seconds after the run's start.</param>
sealed record Sketch(IReadOnlyList<SketchNode> Nodes, IReadOnlyList<SketchEdge> Edges, string Prompt, int? CancelAfter = null, int? RestartAfter = null)
{
    /// <summary>The flow as it is imported, the prompt and what else to do in its description.</summary>
    public string Flow => Json.Pretty(Json.From(new JsonObject
    {
        ["name"] = "Found by the reference",
        ["description"] = $"Prompt: “{Prompt}”. Cancelled after: {CancelAfter?.ToString() ?? "never"}. Restarted after: {RestartAfter?.ToString() ?? "never"}.",
        ["nodes"] = new JsonArray([.. Nodes.Select(node => node.ToJson())]),
        ["edges"] = new JsonArray([.. Edges.Select((edge, at) => edge.ToJson($"e{at}"))]),
    }));

    public override string ToString() => Flow;

    /// <summary>A valid flow after a part of it was removed: without edges that lead nowhere, and without references to nodes that cannot have run before.</summary>
    public Sketch Valid()
    {
        var nodes = Nodes.ToDictionary(node => node.Id);
        SketchEdge[] edges = [.. Edges.Where(edge => nodes.ContainsKey(edge.Target) && nodes.TryGetValue(edge.Source, out var source) && source.Ports.Contains(edge.Port))];
        return this with
        {
            Edges = edges,
            Nodes = [.. Nodes.Select(node => node.Work is Recalls recalls && !Ancestors(edges, node.Id).Contains(recalls.Node) ? node with { Work = new Says("forgotten") } : node)],
        };
    }

    /// <summary>Every node from which a path leads to this one.</summary>
    public static HashSet<string> Ancestors(IReadOnlyList<SketchEdge> edges, string id)
    {
        HashSet<string> found = [];
        void Walk(string to)
        {
            foreach (var edge in edges.Where(edge => edge.Target == to && found.Add(edge.Source)))
                Walk(edge.Source);
        }
        Walk(id);
        return found;
    }
}

sealed record SketchEdge(string Source, string? Port, string Target)
{
    public JsonObject ToJson(string id) => new() { ["id"] = id, ["source"] = Source, ["sourceHandle"] = Port, ["target"] = Target };
}

sealed record SketchNode(string Id, Work Work, Settings Settings)
{
    public bool IsDisabled => Settings.Disabled == true;

    /// <summary>The ports that edges may leave from. A disabled node takes the first of them only.</summary>
    public IReadOnlyList<string?> Ports => Settings.OnError == "port" ? [.. Work.Ports, "error"] : Work.Ports;

    public JsonObject ToJson()
    {
        var data = Work.Data;
        var settings = Settings.ToJson();
        if (Work.Each is { } each)
            settings["each"] = each;
        data["settings"] = settings;
        return new() { ["id"] = Id, ["type"] = Work.Type, ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 }, ["data"] = data };
    }
}

/// <summary>A node's settings, in the words of the flow's JSON. What is left out there is null here.</summary>
sealed record Settings
{
    public int? Retries { get; init; }
    public double? Delay { get; init; }
    public double? Factor { get; init; }
    public double? MaxDelay { get; init; }
    public double? Jitter { get; init; }
    public double? Timeout { get; init; }
    public string? OnError { get; init; }
    public string? OnCrash { get; init; }
    public string? Join { get; init; }
    public bool? Markdown { get; init; }
    public bool? Disabled { get; init; }

    public JsonNode ToJson() => JsonNode.Parse(Json.From(this).GetRawText())!;
}
