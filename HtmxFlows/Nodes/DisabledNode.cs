using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>What a disabled node is when it runs, whatever its type: it passes its input on by one port. No flow has a node of this type.</summary>
sealed class DisabledNode : NodeType<DisabledNode.Configuration>
{
    /// <param name="Port">The port that is taken; null is the default port.</param>
    public sealed record Configuration(string? Port)
    {
        public Configuration() : this((string?)null) { }
    }

    public static DisabledNode Type { get; } = new();

    public override string Name => "disabled";
    public override string Title => "Disabled";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Does nothing, and passes its input on.";
    public override IReadOnlyList<NodeExample> Examples => [];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(new NodeOutcome.Completed(context.Data.Find("input") ?? Json.Null, configuration.Port, OutputFormat.PassedOn));
}
