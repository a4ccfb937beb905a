using System.ComponentModel.DataAnnotations;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Stops with a message.</summary>
public sealed class FailNode : NodeType<FailNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Message", Description = "The error message of the run."), Required, DataType(DataType.MultilineText)]
        public Template Message { get; init; } = new("");
    }

    public override string Name => "fail";
    public override string Title => "Fail";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Fails the run with your message.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Stop and Error", "throw", "catch", "abort"];
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Report a missing value",
            """{"message": "There is no city called {{prompt}}."}""",
            """{"prompt": "Atlantis"}"""),
    ];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(new NodeOutcome.Failed(configuration.Message.Render(context, cancellation)));
}
