using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>What an import makes of a node whose type is not known here: it keeps what the node was, so that nothing is lost, and cannot run.</summary>
public sealed class UnsupportedNode : NodeType<UnsupportedNode.Configuration>
{
    public const string TypeName = "unsupported";

    public sealed record Configuration
    {
        [Display(Name = "Type", Description = "The type that it had where it comes from; empty if it had none.")]
        public string Type { get; init; } = "";

        [Display(Name = "Ports", Description = "The ports from which its edges leave; empty if it is the default port alone.")]
        public IReadOnlyList<string> Ports { get; init; } = [];

        [Display(Name = "Data", Description = "Its configuration there, as it was.")]
        public JsonElement? Data { get; init; }
    }

    public override string Name => TypeName;
    public override string Title => "Unsupported";
    public override NodeCategory Category => NodeCategory.Flow;
    public override NodeRole Role => NodeRole.Placeholder;
    public override string Summary => "Stands for an imported node whose type is not known here. It keeps what the node was and how it was joined to others, and fails when it is run: put a node of another type in its place.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A node of another program", """{"type": "slackMessage", "data": {"channel": "#news", "text": "It is done."}}"""),
    ];

    /// <summary>The type that a node had where it comes from, from its <c>data</c>; empty if it had none.</summary>
    public static string TypeOf(JsonElement data) =>
        data.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    public override bool HasFixedPorts => false;

    protected override IReadOnlyList<string> PortsOf(Configuration configuration) => configuration.Ports;

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(new NodeOutcome.Failed(
            $"This node was imported, and {(configuration.Type.Length > 0 ? $"its type `{configuration.Type}` is not known here" : "it had no type")}, so it cannot run. Put a node of another type in its place."));
}
