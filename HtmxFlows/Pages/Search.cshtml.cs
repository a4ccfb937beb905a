using HtmxFlows.Accounts;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>One search over workflows, runs and node types, with the first results of each.</summary>
public sealed class SearchModel(WorkflowStore workflows, RunSearch search, RunStore runs, NodeCatalogue catalogue, WorkflowPeople people) : PageModel
{
    /// <summary>How many results of each kind are shown.</summary>
    public const int Most = 8;

    const int LongestText = 200;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<WorkflowLine> Workflows { get; private set; } = [];

    public IReadOnlyList<RunLine> Runs { get; private set; } = [];

    public IReadOnlyList<NodeType> Nodes { get; private set; } = [];

    public bool IsEmpty => Workflows.Count + Runs.Count + Nodes.Count == 0;

    public void OnGet()
    {
        if (string.IsNullOrWhiteSpace(Q))
            return;
        var text = Q.Trim() is { Length: > LongestText } longer ? longer[..LongestText] : Q.Trim();
        var hidden = people.HiddenFrom(HttpContext.Actor());
        Workflows = workflows.Search(text, 0, Most + 1, hidden);
        Runs = Guid.TryParse(text, out var id) ? runs.Find(id) is { } run && hidden?.Contains(run.WorkflowId) != true ? [run] : [] : search.Page(new() { Text = text, Hidden = hidden }, default, Most + 1).Runs;
        Nodes = catalogue.Search(text);
    }
}
