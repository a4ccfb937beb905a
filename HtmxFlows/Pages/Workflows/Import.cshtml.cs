using System.Text;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A new workflow from a file or from pasted JSON.</summary>
public sealed class ImportModel(WorkflowStore workflows) : PageModel
{
    [BindProperty]
    public string? Json { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty(Name = "file")]
    public IFormFile? Upload { get; set; }

    /// <summary>Keeps a flow with problems as a version that cannot run.</summary>
    [BindProperty]
    public bool Draft { get; set; }

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    public void OnGet() { }

    public async Task<IActionResult> OnPost()
    {
        if (Upload is { Length: > 0 })
            Json = await Text(Upload);
        if (await Create() is { } id)
            return Redirect($"~/workflows/{id}");
        // What is shown again is what was sent, the file's text included.
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task<Guid?> Create()
    {
        if (string.IsNullOrWhiteSpace(Json))
        {
            Problems = [new("Choose a file, or paste its JSON.")];
            return null;
        }
        (var draft, Problems) = FlowFile.Read(Json);
        if (draft is null)
            return null;
        var name = Name is { Length: > 0 } ? Name.Trim() : draft.Name.Length > 0 ? draft.Name : Path.GetFileNameWithoutExtension(Upload?.FileName ?? "");
        (var id, Problems) = await workflows.Create(draft with { Name = name }, Draft);
        return id;
    }

    static async Task<string> Text(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
