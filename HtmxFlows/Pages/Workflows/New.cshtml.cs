using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A new workflow, from a first flow that runs.</summary>
public sealed class NewModel(WorkflowStore workflows) : PageModel
{
    const string FirstFlow =
        """
        {
          "nodes": [
            {
              "id": "greet",
              "type": "template",
              "data": {
                "label": "Greet",
                "template": "Hello **{{default prompt \"world\"}}**",
                "markdown": true
              }
            }
          ],
          "edges": []
        }
        """;

    [BindProperty(Name = "")]
    public WorkflowForm Form { get; set; } = new();

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    public void OnGet() => Form = new() { Flow = FirstFlow };

    public async Task<IActionResult> OnPost()
    {
        (var id, Problems) = await workflows.Create(Form.ToDraft(), Form.Draft);
        if (id is not null)
            return Redirect($"~/workflows/{id}");
        Form.HasProblems = true;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
