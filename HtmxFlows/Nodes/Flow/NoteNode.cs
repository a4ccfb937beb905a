using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>A remark that stands in the picture of a flow. It never runs.</summary>
public sealed class NoteNode : NodeType<NoteNode.Configuration>
{
    public const string TypeName = "note";

    public sealed record Configuration
    {
        [Display(Name = "Text", Description = "The text of the comment. Expressions are not evaluated."), Required, DataType(DataType.MultilineText)]
        public string Text { get; init; } = "";
    }

    public override string Name => TypeName;
    public override string Title => "Note";
    public override NodeCategory Category => NodeCategory.Flow;
    public override NodeRole Role => NodeRole.Note;
    public override string Summary => "A comment on the canvas. It never runs.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Sticky Note", "comment"];
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A warning", """{"text": "Prices are net. Ask the accountants before changing the limit."}"""),
    ];

    /// <summary>The text of a note, from its <c>data</c>; empty if it has none.</summary>
    public static string TextOf(JsonElement data) =>
        data.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        throw new InvalidOperationException("A note never runs.");
}
