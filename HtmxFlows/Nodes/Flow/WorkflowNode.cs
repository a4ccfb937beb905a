using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Runs another workflow and gives its result.</summary>
public sealed class WorkflowNode : NodeType<WorkflowNode.Configuration>
{
    public sealed record Configuration : CallConfiguration;

    public override string Name => "workflow";
    public override string Title => "Run a workflow";
    public override NodeCategory Category => NodeCategory.Flow;
    public override bool Waits => true;
    public override string Summary => "Runs another workflow and returns its result. Default prompt: the prompt of this run. The new run has its own page, and is cancelled with this run.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Execute Workflow", "subflow", "sub-workflow", "call", "link call"];
    public override string Describe(WrittenConfiguration written) => written.Text("workflow");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A summary of 50 words",
            """{"workflow": "Summarise", "prompt": "{{input.text}}", "input": [{"name": "words", "value": "50"}]}""",
            """{"input": {"text": "A long text."}}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) => configuration.FindProblems();

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) => new(new NodeOutcome.AwaitRuns(
        configuration.Workflow.Render(context, cancellation),
        [configuration.Request(context, context.Data.Find("prompt") ?? Json.Text(""), cancellation)]));

    protected override ValueTask<NodeOutcome> Resume(Configuration configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation) => new(
        results.Runs[0] is { Output: { } output } ? new NodeOutcome.Completed(output) : new NodeOutcome.Failed($"The run of the other workflow did not complete: {results.Runs[0].Error}"));
}
