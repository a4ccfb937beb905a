using System.ComponentModel.DataAnnotations;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Runs another workflow for each item of a list.</summary>
public sealed class ForEachNode : NodeType<ForEachNode.Configuration>
{
    const int MostItems = 10_000;

    /// <summary>How much all runs of one node may be given together, in characters of their prompts and inputs.</summary>
    public const int LargestRequests = 16 * 1024 * 1024;

    public sealed record Configuration : CallConfiguration
    {
        [Display(Name = "Items", Description = "A list, e.g. {{fetch.body.items}}. In the other fields, each item is `item` and its position from 0 is `index`."), Required]
        public Template Items { get; init; } = new("");

        [Display(Name = "Run in parallel", Description = "Maximum runs at once."), Range(1, 100)]
        public int Together { get; init; } = 5;

        [Display(Name = "On failure", Description = "Stop: the first failed run fails the node and cancels the others. Collect: the result contains {\"error\": …} in its place.")]
        public OnFailure OnFailure { get; init; }
    }

    public override string Name => "for-each";
    public override string Title => "For each";
    public override NodeCategory Category => NodeCategory.Flow;
    public override bool Waits => true;
    public override string Summary => "Runs another workflow for each item of a list, several in parallel, and returns their results in order. Default prompt: the item.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Loop", "Loop Over Items", "Split in Batches", "iterate", "map"];
    public override string Describe(WrittenConfiguration written) => $"{written.Text("items", "…")} → {written.Text("workflow", "…")}";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Check each item, and collect failures",
            """{"items": "{{fetch.body.items}}", "workflow": "Check one", "prompt": "{{item.name}}", "together": 5, "onFailure": "collect"}""",
            """{"fetch": {"body": {"items": [{"name": "one"}, {"name": "two"}]}}}"""),
    ];
    public override IReadOnlyList<string> OwnNames { get; } = ["item", "index"];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) => configuration.FindProblems();

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var items = ListInput.Items(configuration.Items.Evaluate(context, cancellation));
        if (items.Count > MostItems)
            throw new NodeException($"The list has {items.Count} items; the limit is {MostItems}. Split it.");
        if (items.Count == 0)
            return new(new NodeOutcome.Completed(Json.From(items)));
        List<CallRequest> runs = [];
        var size = 0L;
        foreach (var (index, item) in items.Index())
        {
            var run = configuration.Request(context.With(("item", item), ("index", Json.From(index))), item, cancellation);
            if ((size += run.Prompt.Length + (run.Input?.GetRawText().Length ?? 0)) > LargestRequests)
                throw new NodeException($"The prompts and inputs of the runs exceed {LargestRequests:N0} characters at item {index + 1} of {items.Count}. Split the list, or pass less to each run.");
            runs.Add(run);
        }
        return new(new NodeOutcome.AwaitRuns(configuration.Workflow.Render(context, cancellation), runs, configuration.Together, configuration.OnFailure == OnFailure.Stop));
    }

    protected override ValueTask<NodeOutcome> Resume(Configuration configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation) =>
        new(configuration.OnFailure == OnFailure.Stop && FindCause(results.Runs) is { Item: { } failed } at
            ? new NodeOutcome.Failed($"The run for item {at.Index + 1} did not complete: {failed.Error}")
            : new NodeOutcome.Completed(Json.From(results.Runs.Select(result => result.Output ?? Json.From(new { error = result.Error })))));

    // A run that failed has the others cancelled, and one with a smaller index may have ended so by now.
    static (int Index, CallResult Item) FindCause(IReadOnlyList<CallResult> results) =>
        results.Index().Where(result => result.Item.Error is not null).OrderBy(result => result.Item.WasCancelled).FirstOrDefault();
}
