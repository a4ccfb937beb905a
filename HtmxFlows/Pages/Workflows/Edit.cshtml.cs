using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The editor: the diagram of the draft, and beside it the form for what is selected. Each change is saved to the draft at once.</summary>
public sealed class EditModel(EditorAnswer answer) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public EditorChoice Choice { get; set; } = new();

    public IActionResult OnGet(Guid id) => ModelState.IsValid ? answer.Show(this, id, Choice) : BadRequest();
}
