using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>What an import makes of a node whose type is not known here: it keeps what the node was, so that nothing is lost, and cannot run.</summary>
public sealed class UnsupportedNode : NodeType<UnsupportedNode.Configuration>
{
    public const string TypeName = "unsupported";

    public sealed record Configuration
    {
        [Display(Name = "Type", Description = "The original type; empty if it had none.")]
        public string Type { get; init; } = "";

        [Display(Name = "Ports", Description = "The ports of its outgoing edges; empty for the default port only.")]
        public IReadOnlyList<string> Ports { get; init; } = [];

        [Display(Name = "Data", Description = "The original configuration.")]
        public JsonElement? Data { get; init; }
    }

    public override string Name => TypeName;
    public override string Title => "Unsupported";
    public override NodeCategory Category => NodeCategory.Flow;
    public override NodeRole Role => NodeRole.Placeholder;
    public override string Summary => "Placeholder for an imported node of an unknown type. It keeps the configuration and the connections, and fails when run. Replace it before running.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Node of another program", """{"type": "slackMessage", "data": {"channel": "#news", "text": "It is done."}}"""),
    ];

    /// <summary>The type that a node had where it comes from, from its <c>data</c>; empty if it had none.</summary>
    public static string TypeOf(JsonElement data) =>
        data.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    public override bool HasFixedPorts => false;

    protected override IReadOnlyList<string> PortsOf(Configuration configuration) => configuration.Ports;

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(new NodeOutcome.Failed(
            $"This node was imported, and {(configuration.Type.Length > 0 ? $"its type `{configuration.Type}` is unknown" : "it had no type")}, so it cannot run. Replace it with a node of another type."));
}
