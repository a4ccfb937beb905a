using System.ComponentModel.DataAnnotations;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Takes a part of a list by its place.</summary>
public sealed class LimitNode : NodeType<LimitNode.Configuration>
{
    public enum End { First, Last }

    public sealed record Configuration
    {
        [Display(Name = "Items", Description = ListInput.Help)]
        public Template? Items { get; init; }

        [Display(Name = "Count", Description = "The maximum number of items to keep."), Required]
        public Template Count { get; init; } = new("");

        [Display(Name = "From", Description = "Keep the first or the last items.")]
        public End From { get; init; }

        [Display(Name = "Skip", Description = "The number of items to skip, from the same end.")]
        public Template? Skip { get; init; }
    }

    public override string Name => "limit";
    public override string Title => "Limit a list";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Keeps the first or the last items of a list, in their order.";
    public override IReadOnlyList<string> Synonyms { get; } = ["top", "first items", "take"];
    public override string Describe(WrittenConfiguration written) => $"{written.Text("from", "first")} {written.Text("count", "…")}";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("The first two", """{"count": "2"}""", """{"input": ["a", "b", "c", "d"]}"""),
        new("The third page of two items", """{"count": "2", "skip": "4", "items": "{{all}}"}""", """{"all": [1, 2, 3, 4, 5, 6, 7]}"""),
        new("The second to last", """{"count": "1", "from": "last", "skip": "1"}""", """{"input": ["a", "b", "c", "d"]}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        [.. ListInput.FindProblems("count", "Count", configuration.Count, 0), .. ListInput.FindProblems("skip", "Skip", configuration.Skip, 0)];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var items = ListInput.Items(configuration.Items, context, cancellation);
        var count = ListInput.Count(configuration.Count, "Count", 0, context, cancellation);
        var skip = configuration.Skip is { Text.Length: > 0 } given ? ListInput.Count(given, "Skip", 0, context, cancellation) : 0;
        return new(new NodeOutcome.Completed(Json.From(configuration.From == End.First ? items.Skip(skip).Take(count) : items.SkipLast(skip).TakeLast(count))));
    }
}
