using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Keeps the items of a list that meet conditions.</summary>
public sealed class FilterNode : NodeType<FilterNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Items", Description = ListInput.Help)]
        public Template? Items { get; init; }

        [Display(Name = "Conditions", ShortName = "condition", Description = "The comparisons to check. Each item is `item`, its position from 0 is `index`."), Required]
        public IReadOnlyList<ConditionRow> Conditions { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all conditions must be true, or any.")]
        public MatchMode Match { get; init; }
    }

    public override string Name => "filter";
    public override string Title => "Filter a list";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Keeps the items of a list that meet the conditions, in their order.";
    public override IReadOnlyList<string> Synonyms { get; } = ["where", "keep", "condition"];
    public override bool IsCommon => true;
    public override string Describe(WrittenConfiguration written) => written.Conditions();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Paid orders over 100",
            """{"conditions": [{"left": "{{item.paid}}", "operator": "is-true"}, {"left": "{{item.total}}", "operator": "greater", "right": "100"}]}""",
            """{"input": [{"id": 1, "paid": true, "total": 250}, {"id": 2, "paid": true, "total": 40}, {"id": 3, "paid": false, "total": 300}]}"""),
        new("People with an email address, and every second other",
            """{"items": "{{people}}", "conditions": [{"left": "{{item.email}}", "operator": "exists"}, {"left": "{{index}}", "operator": "matches", "right": "[02468]$"}], "match": "any"}""",
            """{"people": [{"name": "Ada"}, {"name": "Bo"}, {"name": "Cy", "email": "cy@example.com"}, {"name": "Di", "email": "di@example.com"}]}"""),
    ];
    public override Execution Execution => Execution.Background;
    public override IReadOnlyList<string> OwnNames { get; } = ["item", "index"];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) => ConditionRow.FindProblems("conditions", configuration.Conditions);

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var items = ListInput.Items(configuration.Items, context, cancellation).WithCancellation(cancellation);
        return new(new NodeOutcome.Completed(Json.From(items.Where((item, index) => Keeps(configuration, item, index, context, cancellation)))));
    }

    static bool Keeps(Configuration configuration, JsonElement item, int index, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return ConditionRow.Hold(configuration.Conditions, configuration.Match, context.With(("item", item), ("index", Json.From(index))), cancellation);
        }
        catch (NodeException error)
        {
            throw new NodeException($"Item {index + 1}: {error.Message}", error);
        }
    }
}
