using System.ComponentModel.DataAnnotations;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Chooses among named ports by conditions, and passes its input on.</summary>
public sealed class SwitchNode : NodeType<SwitchNode.Configuration>
{
    /// <summary>The port that is taken if no case holds.</summary>
    public const string FallbackPort = "fallback";

    /// <summary>Which of the cases that hold are taken.</summary>
    public enum Taking { First, All }

    public sealed record Case
    {
        [Display(Name = "Name", Description = "The name of its port."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Conditions", Description = "What is compared."), Required]
        public IReadOnlyList<ConditionRow> Conditions { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all of the conditions must hold, or any.")]
        public MatchMode Match { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Cases", Description = "The ports to choose from, in their order. If no case holds, the port fallback is taken."), Required]
        public IReadOnlyList<Case> Cases { get; init; } = [];

        [Display(Name = "Take", Description = "First: the first case that holds, and nothing behind it is looked at. All: every case that holds, several at once if need be.")]
        public Taking Take { get; init; }
    }

    public override string Name => "switch";
    public override string Title => "Switch";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Takes the port of the first case whose conditions hold, or those of all such cases, else the port fallback, and passes its input on.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Every case that holds",
            """{"cases": [{"name": "large", "conditions": [{"left": "{{input.total}}", "operator": "greater", "right": "1000"}]}, {"name": "urgent", "conditions": [{"left": "{{input.express}}", "operator": "is-true"}, {"left": "{{input.due}}", "operator": "less", "right": "2030-01-01", "type": "date"}], "match": "any"}], "take": "all"}""",
            """{"input": {"total": 1200, "express": false, "due": "2029-12-31"}}"""),
        new("The first that holds, else the fallback",
            """{"cases": [{"name": "mail", "conditions": [{"left": "{{input.email}}", "operator": "exists"}]}, {"name": "call", "conditions": [{"left": "{{input.phone}}", "operator": "exists"}]}]}""",
            """{"input": {"name": "Ada"}}"""),
    ];
    public override IReadOnlyList<string> Ports { get; } = ["large", "urgent", FallbackPort];

    public override bool HasFixedPorts => false;

    protected override IReadOnlyList<string> PortsOf(Configuration configuration) => [.. configuration.Cases.Select(one => one.Name), FallbackPort];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
    [
        .. configuration.Cases.Index().GroupBy(row => row.Item.Name).Where(rows => rows.Count() > 1 || rows.Key is FallbackPort or NodeSettings.ErrorPort)
            .Select(rows => new FieldProblem($"cases[{rows.Last().Index}].name", $"`{rows.Key}` is the name of another port.")),
        .. configuration.Cases.Index().SelectMany(row => ConditionRow.FindProblems($"cases[{row.Index}].conditions", row.Item.Conditions)),
    ];

    protected override bool IsHeavy(Configuration configuration) => configuration.Cases.Any(one => one.Conditions.Any(row => row.UsesPattern));

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var holding = configuration.Cases.Where(one => ConditionRow.Hold(one.Conditions, one.Match, context, cancellation)).Select(one => one.Name);
        string[] taken = [.. configuration.Take == Taking.All ? holding : holding.Take(1)];
        return new(new NodeOutcome.Completed(
            context.Data.Find("input") ?? Json.Null, taken.FirstOrDefault(FallbackPort), OutputFormat.PassedOn, taken.Length > 1 ? taken[1..] : null));
    }
}
