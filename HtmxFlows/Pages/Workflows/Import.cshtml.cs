using System.Text;
using HtmxFlows.Nodes;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Creates a workflow from a file or from pasted JSON.</summary>
public sealed class ImportModel(WorkflowStore workflows, WorkflowCheck check, NodeCatalogue catalogue) : PageModel
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
        var outcome = await Create();
        if (outcome is SaveOutcome.Saved saved)
            return Redirect($"~/workflows/{saved.Workflow}");
        Problems = outcome is SaveOutcome.Invalid invalid ? invalid.Problems : [];
        // The form shows what was sent again, including the text of the file.
        ModelState.Clear();
        Response.StatusCode = outcome.StatusCode();
        return Page();
    }

    async Task<SaveOutcome> Create()
    {
        if (string.IsNullOrWhiteSpace(Json))
            return new SaveOutcome.Invalid([new("Choose a file, or paste JSON.")]);
        (var draft, Losses, var problems) = FlowImport.Read(Json, catalogue);
        return draft is null ? new SaveOutcome.Invalid(problems) : await Save(draft);
    }

    async Task<SaveOutcome> Save(WorkflowContent draft)
    {
        var name = Name is { Length: > 0 } ? Name.Trim() : draft.Name.Length > 0 ? draft.Name : Path.GetFileNameWithoutExtension(Upload?.FileName ?? "");
        draft = draft with { Name = name };
        return Losses.Count > 0 && !Without && !Draft
            ? new SaveOutcome.Invalid(check.FindProblems(draft))
            : await workflows.Create(draft, HttpContext.Actor(), Draft);
    }

    static async Task<string> Text(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
