using System.Diagnostics;

namespace HtmxFlows.Diagnostics;

/// <summary>The traces of runs: a span for each execution of a run, and one for each node with external effects. Without a listener none is made.</summary>
public static class Telemetry
{
    /// <summary>The name of the source, by which listeners ask for its spans.</summary>
    public const string SourceName = "HtmxFlows";

    static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anyone listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>A <c>traceparent</c> as a sender gave it (W3C Trace Context); null if it is none.</summary>
    public static string? TraceParent(string? given) => given is { Length: 55 } && ActivityContext.TryParse(given, null, out _) ? given : null;

    /// <summary>The <c>traceparent</c> of the span that is open here; null if there is none.</summary>
    public static string? Current => Activity.Current is { Source.Name: SourceName } span ? span.Id : null;

    /// <summary>Starts the span of a run's execution; null if nobody listens.</summary>
    /// <param name="parent">The <c>traceparent</c> of the call that started the run; null if it had none.</param>
    public static Activity? StartRun(Guid run, Guid workflow, string trigger, string? parent)
    {
        if (!IsOn)
            return null;
        var span = ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? Source.StartActivity("run", ActivityKind.Internal, context) : Source.StartActivity("run");
        return span?.SetTag("htmxflows.run", run).SetTag("htmxflows.workflow", workflow).SetTag("htmxflows.trigger", trigger);
    }

    /// <summary>Starts the span of a node's attempt below that of its run; null if nobody listens.</summary>
    public static Activity? StartNode(string node, string type) =>
        Source.StartActivity($"node {type}", ActivityKind.Client)?.SetTag("htmxflows.node", node).SetTag("htmxflows.node.type", type);
}
