using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Gives the run's result, wherever in the flow it stands.</summary>
public sealed class RespondNode : NodeType<RespondNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Value", Description = "The result of the run. A single expression keeps its JSON type. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Markdown", Description = "Show a text result as Markdown.")]
        public bool Markdown { get; init; }
    }

    public override string Name => "respond";
    public override string Title => "Respond";
    public override NodeCategory Category => NodeCategory.Flow;
    public override NodeRole Role => NodeRole.Answer;
    public override string Summary => "Sets the result of the run, and passes it on. Default result: the output of the last node. On one branch the last Respond counts; several branches return an object by node id.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A sentence", """{"value": "Order **{{input.id}}** is on its way.", "markdown": true}""", """{"input": {"id": "A-17"}}"""),
        new("A part of the input, as JSON", """{"value": "{{input.lines}}"}""", """{"input": {"id": "A-17", "lines": [{"sku": "b-2", "count": 3}]}}"""),
    ];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        var isMarkdown = configuration.Markdown && value.ValueKind == JsonValueKind.String;
        return new(new NodeOutcome.Completed(value, Format: isMarkdown ? OutputFormat.Markdown : null));
    }
}
