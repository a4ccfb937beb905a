using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A workflow: its picture, the form to run it, and its runs.</summary>
public sealed class ShowModel(WorkflowStore workflows, RunStore runs, NodeCatalogue catalogue) : PageModel
{
    const int RunsShown = 20;

    // A browser takes longer for the rows of more nodes than for their picture.
    const int MostRows = 100;

    public Workflow Workflow { get; private set; } = null!;

    public Flow Flow { get; private set; } = null!;

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>What its runs ask for.</summary>
    public IReadOnlyList<FlowInput> Inputs => workflows.Inputs(Workflow.Id);

    public IReadOnlyList<RunLine> Runs { get; private set; } = [];

    /// <summary>How its flow is looked at.</summary>
    public FlowLook Look => FlowLook.Of(Request);

    /// <summary>The id of the node that is looked at.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Node { get; set; }

    public bool HasAllRows => Flow.Nodes.Count <= MostRows;

    /// <summary>The nodes whose configuration is shown: all, or of very many the one that is looked at.</summary>
    public IReadOnlyList<FlowNode> Rows => HasAllRows ? Flow.Nodes : [.. Flow.Nodes.Where(node => node.Id == Node)];

    public Picture Picture => new(Flow)
    {
        Look = Look,
        Problems = Problems.Select(problem => problem.Node).OfType<string>().ToHashSet(),
        Selected = Node,
        NodeHref = HasAllRows ? null : node => $"{Look.With("node", node.Id)}#{DomIds.NodeRow(node.Id)}",
    };

    public FlowBar Bar => new(Flow, Look, node => $"#{(Look.IsOutline ? DomIds.Outline(node.Id) : DomIds.Node(node.Id))}");

    public IActionResult OnGet(Guid id) => Load(id) ? Page() : NotFound();

    /// <summary>Whether there is a node type of that name.</summary>
    public bool IsKnown(string type) => catalogue.Find(type) is not null;

    bool Load(Guid id)
    {
        if (workflows.Find(id) is not { } workflow)
            return false;
        Workflow = workflow;
        Flow = workflows.FindFlow(id, workflow.Latest)!;
        Problems = workflows.FindProblems(id, workflow.Latest);
        Runs = runs.List(id, null, 0, RunsShown);
        return true;
    }
}
