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
        [Display(Name = "Name", Description = "The name of the port."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Conditions", ShortName = "condition", Description = "The comparisons to check."), Required]
        public IReadOnlyList<ConditionRow> Conditions { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all conditions must be true, or any.")]
        public MatchMode Match { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Cases", ShortName = "case", Description = "The cases, each with its own port, in order. If no case matches, the run continues at the port fallback."), Required]
        public IReadOnlyList<Case> Cases { get; init; } = [];

        [Display(Name = "Which cases", Description = "First: only the first matching case. All: every matching case, in parallel.")]
        public Taking Take { get; init; }
    }

    public override string Name => "switch";
    public override string Title => "Switch";
    public override NodeCategory Category => NodeCategory.Flow;
    public override string Summary => "Passes its input to the port of the first matching case, or of all matching cases, otherwise to the port fallback.";
    public override IReadOnlyList<string> Synonyms { get; } = ["router", "case", "route", "choose"];
    public override string Describe(WrittenConfiguration written) => written.List("cases", "name");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("All matching cases",
            """{"cases": [{"name": "large", "conditions": [{"left": "{{input.total}}", "operator": "greater", "right": "1000"}]}, {"name": "urgent", "conditions": [{"left": "{{input.express}}", "operator": "is-true"}, {"left": "{{input.due}}", "operator": "less", "right": "2030-01-01", "type": "date"}], "match": "any"}], "take": "all"}""",
            """{"input": {"total": 1200, "express": false, "due": "2029-12-31"}}"""),
        new("The first matching case, or the fallback",
            """{"cases": [{"name": "mail", "conditions": [{"left": "{{input.email}}", "operator": "exists"}]}, {"name": "call", "conditions": [{"left": "{{input.phone}}", "operator": "exists"}]}]}""",
            """{"input": {"name": "Ada"}}"""),
    ];
    public override IReadOnlyList<string> Ports { get; } = ["large", "urgent", FallbackPort];

    public override bool HasFixedPorts => false;

    protected override IReadOnlyList<string> PortsOf(Configuration configuration) => [.. configuration.Cases.Select(one => one.Name), FallbackPort];

    protected override bool TakesSeveralPorts(Configuration configuration) => configuration.Take == Taking.All;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
    [
        .. configuration.Cases.Index().GroupBy(row => row.Item.Name).Where(rows => rows.Count() > 1 || rows.Key is FallbackPort or NodeSettings.ErrorPort)
            .Select(rows => new FieldProblem($"cases[{rows.Last().Index}].name", $"The port name `{rows.Key}` is already used.")),
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
