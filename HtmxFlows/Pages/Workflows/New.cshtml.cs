using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Creates a workflow, blank or as a copy, and opens it in the editor.</summary>
public sealed class NewModel(WorkflowStore workflows, DraftStore drafts) : PageModel
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
    public IReadOnlyList<WorkflowLine> Others => workflows.Search("", 0, MostOthers);

    public IActionResult OnGet()
    {
        if (!ModelState.IsValid)
            return BadRequest();
        if (Copy is null)
            return Page();
        if (workflows.Find(Copy.Value) is not { } copied)
            return NotFound();
        Form = new() { Name = $"{copied.Name} (copy)", Description = copied.Description };
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (ModelState.IsValid && await Create() is { } id)
            return Redirect($"~/workflows/{id}/edit");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task<Guid?> Create()
    {
        var flow = Copy is { } copied ? drafts.Find(copied)?.Content.Flow : Blank;
        if (flow is null)
        {
            Problems = [new("The workflow to copy was deleted. Choose another.", Field: "copy")];
            return null;
        }
        (var id, Problems) = await workflows.Create(Form.ToDraft() with { Flow = flow }, asDraft: true);
        return id;
    }
}
