using System.Text.Json;

namespace HtmxFlows.Workflows;

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
