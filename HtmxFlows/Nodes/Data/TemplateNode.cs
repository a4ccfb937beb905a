using System.ComponentModel.DataAnnotations;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Writes a text from the run's data.</summary>
public sealed class TemplateNode : NodeType<TemplateNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Template", Description = "Text with expressions such as {{prompt}} or {{fetch.body.title}}."), Required, DataType(DataType.MultilineText)]
        public Template Template { get; init; } = new("");

        [Display(Name = "Markdown", Description = "The text is Markdown and is shown as such.")]
        public bool Markdown { get; init; }
    }

    public override string Name => "template";
    public override string Title => "Template";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Writes a text from the run's data. One expression alone keeps the value's type.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Greet",
            """{"template": "Hello {{prompt}}", "markdown": true}""",
            """{"prompt": "Ada"}"""),
    ];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(new NodeOutcome.Completed(configuration.Template.Evaluate(context, cancellation), Format: configuration.Markdown ? OutputFormat.Markdown : null));
}
