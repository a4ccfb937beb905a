using System.Text.Json;
using HtmxFlows.Expressions;

namespace HtmxFlows.Workflows;

/// <summary>The texts with expressions in a flow, found without reading any node's configuration.</summary>
static class FlowTemplates
{
    /// <summary>How much work it is to check them; each text counts once, wherever it stands.</summary>
    public static int Weigh(Flow flow) =>
        flow.Steps.Where(node => node.Data.ValueKind == JsonValueKind.Object)
            .SelectMany(node => node.Data.EnumerateObject()).Where(member => member.Name != NodePin.Key)
            .SelectMany(member => Texts(member.Value)).Concat(flow.Concurrency?.Key is { } key ? [key.Text] : []).Distinct().Sum(text => TemplateLanguage.Weigh(TemplateScanner.Scan(text).Parts));

    static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String when value.GetString() is { } text && text.Contains("{{", StringComparison.Ordinal) => [text],
        _ => [],
    };
}
