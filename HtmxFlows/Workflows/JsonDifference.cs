using System.Globalization;
using System.Text.Json.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Finds the values in which two JSON values differ.</summary>
static class JsonDifference
{
    /// <summary>The paths of the innermost values that differ: <c>data.headers[1].value</c>. A list that has grown or shrunk is one value.</summary>
    public static IEnumerable<string> Between(JsonNode? before, JsonNode? after, string path) => (before, after) switch
    {
        _ when JsonNode.DeepEquals(before, after) => [],
        (JsonObject old, JsonObject now) => old.Concat(now).Select(member => member.Key).Distinct().SelectMany(key => Between(old[key], now[key], $"{path}.{key}")),
        (JsonArray old, JsonArray now) when old.Count == now.Count =>
            Enumerable.Range(0, old.Count).SelectMany(index => Between(old[index], now[index], string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))),
        _ => [path],
    };
}
