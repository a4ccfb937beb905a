using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Templates;

/// <summary>The gallery of starters: ready-made workflows, each copied with one button.</summary>
public sealed class IndexModel(WorkflowTemplates templates) : PageModel
{
    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <param name="template">The key of one starter; null shows all.</param>
    public IActionResult OnGet(string? template) => template is null || WorkflowTemplates.Find(template) is not null ? Page() : NotFound();

    public async Task<IActionResult> OnPost(string? template)
    {
        if (template is null || WorkflowTemplates.Find(template) is not { } chosen)
            return NotFound();
        var outcome = await templates.Use(chosen, HttpContext.Actor());
        if (outcome is SaveOutcome.Saved saved)
            return Redirect($"~/workflows/{saved.Workflow}");
        Problems = outcome is SaveOutcome.Invalid invalid ? invalid.Problems : [];
        Response.StatusCode = outcome.StatusCode();
        return Page();
    }

    /// <summary>The distinct node types of a starter.</summary>
    public static IEnumerable<string> Types(WorkflowTemplate template) =>
        template.Called.Prepend(template.Workflow).SelectMany(draft => Flow.Parse(draft.Flow).Flow!.Nodes).Select(node => node.Type).Distinct();
}
