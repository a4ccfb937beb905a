using System.Text;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Creates a workflow from a file or from pasted JSON.</summary>
public sealed class ImportModel(WorkflowStore workflows, NodeCatalogue catalogue) : PageModel
{
    /// <summary>How many skipped items are listed.</summary>
    public const int MostListed = 50;

    [BindProperty]
    public string? Json { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty(Name = "file")]
    public IFormFile? Upload { get; set; }

    /// <summary>Saves a flow with problems as a draft.</summary>
    [BindProperty]
    public bool Draft { get; set; }

    /// <summary>Imports the workflow without the skipped items.</summary>
    [BindProperty]
    public bool Without { get; set; }

    /// <summary>The items that cannot be imported, a sentence each.</summary>
    public IReadOnlyList<string> Losses { get; private set; } = [];

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    public void OnGet() { }

    public async Task<IActionResult> OnPost()
    {
        if (Upload is { Length: > 0 })
            Json = await Text(Upload);
        if (await Create() is { } id)
            return Redirect($"~/workflows/{id}");
        // The form shows what was sent again, including the text of the file.
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task<Guid?> Create()
    {
        if (string.IsNullOrWhiteSpace(Json))
        {
            Problems = [new("Choose a file, or paste JSON.")];
            return null;
        }
        (var draft, Losses, Problems) = FlowImport.Read(Json, catalogue);
        return draft is null ? null : await Save(draft);
    }

    async Task<Guid?> Save(WorkflowContent draft)
    {
        var name = Name is { Length: > 0 } ? Name.Trim() : draft.Name.Length > 0 ? draft.Name : Path.GetFileNameWithoutExtension(Upload?.FileName ?? "");
        draft = draft with { Name = name };
        if (Losses.Count > 0 && !Without && !Draft)
        {
            Problems = workflows.FindProblems(draft);
            return null;
        }
        (var id, Problems) = await workflows.Create(draft, Draft);
        return id;
    }

    static async Task<string> Text(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
