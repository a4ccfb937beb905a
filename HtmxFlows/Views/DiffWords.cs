using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Differences as text.</summary>
public static class DiffWords
{
    /// <summary>How many changed values of a node are shown.</summary>
    public const int MostFields = 100;

    /// <summary>Also for <c>data-change</c>.</summary>
    public static string Word(this Change change) => change.ToString().ToLowerInvariant();

    public static string Sign(this Change change) => change switch
    {
        Change.Added => "+",
        Change.Removed => "−",
        _ => "~",
    };

    /// <summary>1 node added, 2 nodes changed, 1 edge removed.</summary>
    public static string Summary(FlowDiff diff)
    {
        var nodes = diff.Nodes.CountBy(node => node.Change).OrderBy(count => count.Key).Select(count => $"{Words.Count(count.Value, "node")} {count.Key.Word()}");
        var edges = diff.Edges.CountBy(edge => edge.Change).OrderBy(count => count.Key).Select(count => $"{Words.Count(count.Value, "edge")} {count.Key.Word()}");
        return string.Join(", ", [.. nodes, .. edges, .. diff.Settings.Count > 0 ? ["run settings changed"] : Array.Empty<string>()]) + ".";
    }

    /// <summary>A value for people: text unquoted, any other value as indented JSON.</summary>
    public static string Text(JsonElement value) => value switch
    {
        { ValueKind: JsonValueKind.String } when value.GetString() is { Length: > 0 } text => text,
        _ => Json.Pretty(value),
    };
}
