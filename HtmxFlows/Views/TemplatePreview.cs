using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Views;

/// <summary>Evaluates templates while they are written.</summary>
public sealed class TemplatePreview(CredentialSource credentials, NodeLimits limits, TimeProvider time)
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>The value of a template, or what is wrong with it.</summary>
    /// <param name="own">Values that it sees beside the data.</param>
    public Preview Of(string text, INodeData data, params (string Name, JsonElement Value)[] own)
    {
        var template = new Template(text);
        if (template.FindProblem() is { } problem)
            return new(problem, true);
        try
        {
            using var soon = new CancellationTokenSource(Longest, time);
            var context = ContextOf(data).With(own);
            return new(Json.AsText(context.Secrets.Mask.Mask(template.Evaluate(context, soon.Token))), false);
        }
        catch (NodeException error)
        {
            return new(error.Message, true);
        }
        catch (OperationCanceledException)
        {
            return new("No preview: the value takes too long to compute.", true);
        }
    }

    /// <summary>What a node that runs for each item of a list sees of the first one; nothing if there is none.</summary>
    public (string Name, JsonElement Value)[] FirstItem(Each? each, INodeData data)
    {
        try
        {
            using var soon = new CancellationTokenSource(Longest, time);
            return each?.List(ContextOf(data), soon.Token).EnumerateArray().Take(1).ToArray() is [var first] ? [(Each.Item, first), (Each.Index, Json.From(0))] : [];
        }
        catch (Exception error) when (error is NodeException or OperationCanceledException)
        {
            return [];
        }
    }

    NodeContext ContextOf(INodeData data) => new(data, "preview", time, limits) { Secrets = credentials.Current };
}
