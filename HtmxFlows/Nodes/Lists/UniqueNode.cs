using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Keeps one of the items of a list that have the same key.</summary>
public sealed class UniqueNode : NodeType<UniqueNode.Configuration>
{
    /// <summary>The limit of values that identify an item.</summary>
    public const int MostKeys = 20;

    public enum Kept { First, Last }

    public sealed record Configuration
    {
        [Display(Name = "Items", Description = ListInput.Help)]
        public Template? Items { get; init; }

        [Display(Name = "Identified by", ShortName = "value", Description = "The values that identify an item, together. Items without any of them are all kept. Default: the items themselves.")]
        public IReadOnlyList<KeyPart> By { get; init; } = [];

        [Display(Name = "Keep", Description = "Of equal items, keep the first or the last. Either way, the result is in the order of the list.")]
        public Kept Keep { get; init; }
    }

    public override string Name => "unique";
    public override string Title => "Remove duplicates";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Keeps one of the items of a list that are equal, or that are equal in some values.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Remove Duplicates", "dedupe", "distinct", "unique"];
    public override string Describe(WrittenConfiguration written) => written.List("by", "path") is { Length: > 0 } paths ? $"by {paths}" : "";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("One person per email address", """{"by": [{"path": "email", "ignoreCase": true}]}""",
            """{"input": [{"name": "Ada", "email": "ada@example.com"}, {"name": "A. L.", "email": "Ada@example.com"}, {"name": "Bo"}, {"name": "Cy"}]}"""),
        new("The latest state of each order", """{"items": "{{events}}", "by": [{"path": "order"}], "keep": "last"}""",
            """{"events": [{"order": 1, "state": "new"}, {"order": 2, "state": "new"}, {"order": 1, "state": "paid"}]}"""),
        new("Numbers and texts", "{}", """{"input": [1, 1.0, "1", "a", "A", "a", null, null]}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        configuration.By.Count > MostKeys ? [new("by", $"The node has {configuration.By.Count} values that identify an item; the limit is {MostKeys}.")] : [];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var rows = ListInput.Items(configuration.Items, context, cancellation).WithCancellation(cancellation).Select((item, index) => (Item: item, Key: KeyOf(configuration, item, index)));
        var isLast = configuration.Keep == Kept.Last;
        HashSet<ItemKey> seen = [];
        var kept = (isLast ? rows.Reverse() : rows).Where(row => configuration.By.Count > 0 && row.Key.IsNothing || seen.Add(row.Key)).Select(row => row.Item);
        return new(new NodeOutcome.Completed(Json.From(isLast ? kept.Reverse() : kept)));
    }

    static ItemKey KeyOf(Configuration configuration, JsonElement item, int index)
    {
        try
        {
            return ItemKey.Of(configuration.By, item);
        }
        catch (NodeException error)
        {
            throw new NodeException($"Item {index + 1}: {error.Message}", error);
        }
    }
}
