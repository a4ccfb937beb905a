using System.Text.Json;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A node that starts runs. Its output is what it started the run with, which expressions also find as <c>trigger</c>.</summary>
/// <inheritdoc/>
public abstract class TriggerNode<TConfiguration> : NodeType<TConfiguration>
    where TConfiguration : class, new()
{
    public sealed override NodeCategory Category => NodeCategory.Triggers;

    public sealed override NodeRole Role => NodeRole.Trigger;

    public abstract override JsonElement? SampleData { get; }

    public sealed override string? Slug(object configuration) => Slug((TConfiguration)configuration);

    /// <inheritdoc cref="NodeType.Slug"/>
    protected virtual string? Slug(TConfiguration configuration) => null;

    protected sealed override ValueTask<NodeOutcome> Execute(TConfiguration configuration, NodeContext context, CancellationToken cancellation) => new(new NodeOutcome.Completed(
        context.Data.Find("trigger") ?? throw new NodeException("The trigger has no data yet. Call it, or run the draft with data for it.")));
}
