using System.ComponentModel.DataAnnotations;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Chooses between two ports by conditions, and passes its input on.</summary>
public sealed class BranchNode : NodeType<BranchNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Conditions", Description = "What is compared."), Required]
        public IReadOnlyList<ConditionRow> Conditions { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all of the conditions must hold, or any.")]
        public MatchMode Match { get; init; }
    }

    public override string Name => "branch";
    public override string Title => "Branch";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Takes the port true if its conditions hold, else false, and passes its input on.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Is it a large order?",
            """{"conditions": [{"left": "{{input.total}}", "operator": "greater", "right": "100"}], "match": "all"}""",
            """{"input": {"total": 120}}"""),
        new("Has it a mail address?",
            """{"conditions": [{"left": "{{input.customer.email}}", "operator": "exists"}]}""",
            """{"input": {"customer": {"name": "Ada"}}}"""),
    ];
    public override IReadOnlyList<string> Ports { get; } = ["true", "false"];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) => ConditionRow.FindProblems("conditions", configuration.Conditions);

    protected override bool IsHeavy(Configuration configuration) => configuration.Conditions.Any(row => row.UsesPattern);

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var taken = ConditionRow.Hold(configuration.Conditions, configuration.Match, context, cancellation) ? "true" : "false";
        return new(new NodeOutcome.Completed(context.Data.Find("input") ?? Json.Null, taken, OutputFormat.PassedOn));
    }
}
