using System.ComponentModel.DataAnnotations;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Runs another workflow again and again, until a condition holds.</summary>
public sealed class RepeatNode : NodeType<RepeatNode.Configuration>
{
    public sealed record Configuration : CallConfiguration
    {
        [Display(Name = "Until", ShortName = "condition", Description = "Stop when these conditions on `result` are met. The other fields see the previous `result` (null at first) and `index`, from 0."), Required]
        public IReadOnlyList<ConditionRow> Until { get; init; } = [];

        [Display(Name = "Match", Description = "Whether all conditions must be true, or any.")]
        public MatchMode Match { get; init; }

        [Display(Name = "Maximum", Description = "Maximum runs. The node fails if the conditions are not met by then."), Range(1, 1000)]
        public int Maximum { get; init; } = 10;
    }

    public override string Name => "repeat";
    public override string Title => "Repeat";
    public override NodeCategory Category => NodeCategory.Flow;
    public override bool Waits => true;
    public override string Summary => "Runs another workflow repeatedly until its result meets the conditions, and returns the last result.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Loop", "while", "until", "poll"];
    public override string Describe(WrittenConfiguration written) => $"{written.Text("workflow", "…")} until {(written.Conditions("until") is { Length: > 0 } until ? until : "…")}";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Check until it is done",
            """{"workflow": "Look once", "until": [{"left": "{{result.status}}", "operator": "equals", "right": "done"}], "maximum": 20}"""),
    ];
    public override IReadOnlyList<string> OwnNames { get; } = ["result", "index"];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        [.. configuration.FindProblems(), .. ConditionRow.FindProblems("until", configuration.Until)];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        new(Call(configuration, context.With(("result", Json.Null), ("index", Json.From(0))), cancellation));

    protected override ValueTask<NodeOutcome> Resume(Configuration configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation) =>
        new(Continue(configuration, context, results.Runs[0], results.Round, cancellation));

    static NodeOutcome Continue(Configuration configuration, NodeContext context, CallResult last, int round, CancellationToken cancellation)
    {
        if (last.Output is not { } result)
            return new NodeOutcome.Failed($"Run {round} did not complete: {last.Error}");
        var after = context.With(("result", result), ("index", Json.From(round)));
        return ConditionRow.Hold(configuration.Until, configuration.Match, after, cancellation) ? new NodeOutcome.Completed(result)
            : round < configuration.Maximum ? Call(configuration, after, cancellation)
            : new NodeOutcome.Failed($"The conditions are not met after {configuration.Maximum} runs, the maximum. The last result is {Json.Describe(result)}.");
    }

    static NodeOutcome.AwaitRuns Call(Configuration configuration, NodeContext context, CancellationToken cancellation) => new(
        configuration.Workflow.Render(context, cancellation), [configuration.Request(context, context.Data.Find("prompt") ?? Json.Text(""), cancellation)]);
}
