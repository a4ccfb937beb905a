using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Connections as some programs write them beside the nodes: <c>{"SOURCE": {"KIND": [[{"node": "TARGET"}, …], …]}}</c>, with a list for each
/// output, and nodes by their names.
/// </summary>
static class NamedConnections
{
    /// <summary>The kind of a connection that carries data.</summary>
    const string Data = "main";

    /// <summary>Reads connections as edges. An edge from any output but the first has the number of the output as its port, from 1; one of another kind has the kind.</summary>
    /// <param name="connections">The value of <c>connections</c>.</param>
    /// <param name="idOf">The id of the node with a name; null if there is none.</param>
    /// <returns>The edges, or null if this is another form of connections; and a sentence for each that joins no nodes.</returns>
    public static (IReadOnlyList<JsonObject>? Edges, IReadOnlyList<string> Losses) Read(JsonNode? connections, Func<string, string?> idOf)
    {
        if (connections is not JsonObject sources || !sources.All(source => source.Value is JsonObject kinds && kinds.All(kind => kind.Value is JsonArray)))
            return (null, []);
        List<JsonObject> edges = [];
        List<string> losses = [];
        foreach (var (source, kind, output, target) in Ends(sources))
        {
            if (idOf(source) is { } from && idOf(target) is { } to)
                edges.Add(Edge(from, to, PortOf(kind, output)));
            else
                losses.Add($"A connection leads from “{source}” to “{target}”, but the node “{(idOf(source) is null ? source : target)}” does not exist.");
        }
        return (edges, losses);
    }

    static IEnumerable<(string Source, string Kind, int Output, string Target)> Ends(JsonObject sources) =>
        from source in sources
        from kind in source.Value!.AsObject()
        from output in kind.Value!.AsArray().Index()
        from end in output.Item as JsonArray ?? []
        select (source.Key, kind.Key, output.Index, Target(end));

    static string Target(JsonNode? end) => end is JsonObject link && link["node"]?.GetValueKind() == JsonValueKind.String ? link["node"]!.GetValue<string>() : "";

    static string? PortOf(string kind, int output) => kind != Data ? kind : output == 0 ? null : (output + 1).ToString(CultureInfo.InvariantCulture);

    static JsonObject Edge(string source, string target, string? port)
    {
        var edge = new JsonObject { ["source"] = source, ["target"] = target };
        if (port is not null)
            edge["sourceHandle"] = port;
        return edge;
    }
}
