using HtmxFlows.Accounts;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Creates a workflow, blank or as a copy, and opens it in the editor.</summary>
public sealed class NewModel(WorkflowStore workflows, DraftStore drafts, WorkflowPeople people) : PageModel
{
    const string Blank = """{"nodes": [], "edges": []}""";

    const int MostOthers = 500;

    [BindProperty(Name = "")]
    public WorkflowForm Form { get; set; } = new();

    /// <summary>The workflow to copy; null creates a blank one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Copy { get; set; }

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>The workflows that can be copied.</summary>
    public IReadOnlyList<WorkflowLine> Others => workflows.Search("", 0, MostOthers, people.HiddenFrom(HttpContext.Actor()));

    public IActionResult OnGet()
    {
        if (!ModelState.IsValid)
            return BadRequest();
        if (Copy is null)
            return Page();
        if (IsHidden(Copy.Value) || workflows.Find(Copy.Value) is not { } copied)
            return NotFound();
        Form = new() { Name = $"{copied.Name} (copy)", Description = copied.Description };
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        var outcome = ModelState.IsValid ? await Create() : new SaveOutcome.Invalid([]);
        if (outcome is SaveOutcome.Saved saved)
            return Redirect($"~/workflows/{saved.Workflow}/edit");
        Problems = outcome is SaveOutcome.Invalid invalid ? invalid.Problems : [];
        Response.StatusCode = outcome.StatusCode();
        return Page();
    }

    async Task<SaveOutcome> Create() => (Copy is { } copied ? IsHidden(copied) ? null : drafts.Find(copied)?.Content.Flow : Blank) is { } flow
        ? await workflows.Create(Form.ToDraft() with { Flow = flow }, HttpContext.Actor(), asDraft: true)
        : new SaveOutcome.Invalid([new("The workflow to copy was deleted. Choose another.", Field: "copy")]);

    bool IsHidden(Guid workflow) => people.HiddenFrom(HttpContext.Actor())?.Contains(workflow) == true;
}
