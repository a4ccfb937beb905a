using System.Text.Json;

namespace HtmxFlows.Expressions;

/// <summary>The members of a JSON object.</summary>
public sealed record GivenData(JsonElement Values) : INodeData
{
    public JsonElement? Find(string name) => Values.TryGetProperty(name, out var value) ? value : null;

    public IEnumerable<string> Names => Values.EnumerateObject().Select(member => member.Name);
}
