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
    public Preview Of(string text, INodeData data)
    {
        var template = new Template(text);
        if (template.FindProblem() is { } problem)
            return new(problem, true);
        try
        {
            using var soon = new CancellationTokenSource(Longest, time);
            var context = new NodeContext(data, "preview", time, limits) { Secrets = credentials.Current };
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
}
