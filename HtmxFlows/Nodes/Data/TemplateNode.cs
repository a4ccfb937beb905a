using System.ComponentModel.DataAnnotations;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Writes a text from the run's data.</summary>
public sealed class TemplateNode : NodeType<TemplateNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Template", Description = "Text with expressions, e.g. {{prompt}} or {{fetch.body.title}}."), Required, DataType(DataType.MultilineText)]
        public Template Template { get; init; } = new("");

        [Display(Name = "Markdown", Description = "Show the text as Markdown.")]
        public bool Markdown { get; init; }
    }

    public override string Name => "template";
    public override string Title => "Template";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Creates text from the run's data. A single expression keeps its JSON type.";
    public override IReadOnlyList<string> Synonyms { get; } = ["text", "message", "Markdown", "Handlebars", "format", "Mustache", "inject"];
    public override bool IsCommon => true;
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Greet",
            """{"template": "Hello {{prompt}}", "markdown": true}""",
            """{"prompt": "Ada"}"""),
    ];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(new NodeOutcome.Completed(configuration.Template.Evaluate(context, cancellation), Format: configuration.Markdown ? OutputFormat.Markdown : null));
}
