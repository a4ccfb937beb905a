using System.ComponentModel.DataAnnotations;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Chooses between two ports by conditions, and passes its input on.</summary>
public sealed class BranchNode : NodeType<BranchNode.Configuration>
{
    public enum Match { All, Any }

    public sealed record Row
    {
        [Display(Name = "Left"), Required]
        public Template Left { get; init; } = new("");

        [Display(Name = "Operator"), Required]
        public Operator Operator { get; init; }

        [Display(Name = "Right", Description = "Not used by is-empty, is-not-empty and is-true.")]
        public Template Right { get; init; } = new("");
    }

    public sealed record Configuration
    {
        [Display(Name = "Conditions", Description = "What is compared."), Required]
        public IReadOnlyList<Row> Conditions { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all of the conditions must hold, or any.")]
        public Match Match { get; init; }
    }

    public override string Name => "branch";
    public override string Title => "Branch";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Takes the port true if its conditions hold, else false, and passes its input on.";
    public override string Example => """{"conditions": [{"left": "{{input.total}}", "operator": "greater", "right": "100"}], "match": "all"}""";
    public override IReadOnlyList<string> Ports { get; } = ["true", "false"];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        bool Holds(Row row) => Condition.Holds(
            row.Left.Evaluate(context, cancellation), row.Operator, row.Right.Evaluate(context, cancellation));
        var taken = configuration.Match == Match.All ? configuration.Conditions.All(Holds) : configuration.Conditions.Any(Holds);
        return new(new NodeOutcome.Completed(context.Data.Find("input") ?? Json.Null, taken ? "true" : "false", OutputFormat.PassedOn));
    }
}
