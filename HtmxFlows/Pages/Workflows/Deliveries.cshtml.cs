using HtmxFlows.Accounts;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The triggers of a workflow with their addresses, and the last calls that they received.</summary>
public sealed class DeliveriesModel(WorkflowStore workflows, TriggerLines lines, Deliveries deliveries, TimeProvider time) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    public IReadOnlyList<TriggerLine> Triggers { get; private set; } = [];

    public IReadOnlyList<Delivery> Calls { get; private set; } = [];

    /// <summary>The webhook whose calls are listed; null lists those of all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Node { get; set; }

    /// <summary>Whether the page polls for new calls.</summary>
    public bool IsLive => Triggers.Any(trigger => trigger.Trigger.ReceivesCalls);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The name of a node, also of one that is gone.</summary>
    public string LabelOf(string node) => Triggers.FirstOrDefault(line => line.Trigger.Node.Id == node)?.Trigger.Node.Label ?? node;

    public IActionResult OnGet(Guid id)
    {
        if (workflows.Find(id) is not { } workflow)
            return NotFound();
        // What is shown here may be tried at once.
        (Workflow, Triggers) = (workflow, lines.Of(id, Request, withDraft: HttpContext.Actor().Is(Role.Editor)));
        Calls = deliveries.List(id, string.IsNullOrEmpty(Node) ? null : Node);
        return Page();
    }
}
