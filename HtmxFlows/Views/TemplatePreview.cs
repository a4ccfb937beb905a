using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>Evaluates templates while they are written.</summary>
public sealed class TemplatePreview(CredentialSource credentials, NodeLimits limits, TimeProvider time)
{
    const string Result = "result", Items = "items";

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>The value of a template, or why there is none.</summary>
    /// <param name="own">Values that it sees beside the data.</param>
    public Preview Of(string text, TrialData data, IReadOnlyList<OwnValue> own)
    {
        var template = new Template(text);
        if (template.FindProblem() is { } problem)
            return new(problem, PreviewKind.Problem);
        var seen = new PreviewData(data, own);
        try
        {
            using var soon = new CancellationTokenSource(Longest, time);
            var context = ContextOf(seen, data.Workflow);
            var value = Json.Readable(context.Secrets.Mask.Mask(template.Evaluate(context, soon.Token)));
            return seen.WhyUnknown(hasFailed: false) is { } unknown ? new(unknown, PreviewKind.NoData) : new(value, PreviewKind.Value);
        }
        catch (NodeException error)
        {
            return seen.WhyUnknown(hasFailed: true) is { } unknown ? new(unknown, PreviewKind.NoData) : new(error.Message, PreviewKind.Problem);
        }
        catch (OperationCanceledException)
        {
            return new("No preview: the value takes too long to compute.", PreviewKind.NoData);
        }
    }

    /// <summary>What the fields of a node see beside the data of the run: of a list its first item, of a repetition the last result.</summary>
    /// <param name="node">The node's <c>data</c>.</param>
    public IReadOnlyList<OwnValue> OwnValues(NodeType? type, JsonElement node, TrialData data)
    {
        var own = type?.OwnNames ?? [];
        var each = NodeSettings.Read(node).Settings.Each;
        var items = new Lazy<(JsonElement? First, string? Why)>(() => First(own.Contains(Each.Item) ? ListOf(node) : each?.Items, data));
        return [.. (each is null ? own : own.Concat(Each.Names).Distinct()).Select(name => name switch
        {
            Each.Item => new OwnValue(name, items.Value.First, items.Value.Why),
            Result => LastResult(data),
            _ => new(name, Json.From(0)),
        })];
    }

    static OwnValue LastResult(TrialData data) => data.OwnOutput is { } output ? new(Result, output) : new(Result, null, "No data yet. Run the draft to see a value.");

    /// <summary>The list of a node that has one; null is its input.</summary>
    static Template? ListOf(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(Items, out var items) && items.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? Template.Of(items) : null;

    (JsonElement? First, string? Why) First(Template? list, TrialData data)
    {
        var seen = new PreviewData(data, []);
        try
        {
            using var soon = new CancellationTokenSource(Longest, time);
            var value = ContextOf(seen, data.Workflow).ValueOrInput(list, soon.Token);
            return seen.WhyUnknown(hasFailed: false) is { } unknown ? (null, unknown)
                : value.ValueKind != JsonValueKind.Array ? (null, $"No item to show: the items are {Json.Describe(value)}, not a list.")
                : value.GetArrayLength() == 0 ? (null, "No item to show: the list is empty.")
                : (value[0], null);
        }
        catch (Exception error) when (error is NodeException or OperationCanceledException)
        {
            return (null, seen.WhyUnknown(hasFailed: true) ?? "No item to show: the list has no value.");
        }
    }

    NodeContext ContextOf(INodeData data, Guid workflow) => new(data, "preview", time, limits) { Secrets = credentials.Current.For(workflow) };
}
