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
        [Display(Name = "Conditions", ShortName = "condition", Description = "The comparisons to check."), Required]
        public IReadOnlyList<ConditionRow> Conditions { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all conditions must be true, or any.")]
        public MatchMode Match { get; init; }
    }

    public override string Name => "branch";
    public override string Title => "Branch";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Passes its input to the port true if the conditions are met, otherwise to the port false.";
    public override IReadOnlyList<string> Synonyms { get; } = ["IF", "condition", "else", "decision"];
    public override bool IsCommon => true;
    public override string Describe(WrittenConfiguration written) => written.Conditions();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Is it a large order?",
            """{"conditions": [{"left": "{{input.total}}", "operator": "greater", "right": "100"}], "match": "all"}""",
            """{"input": {"total": 120}}"""),
        new("Is there an email address?",
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
