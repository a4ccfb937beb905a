using System.Text;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A workflow as a file for download.</summary>
public sealed class ExportModel(WorkflowStore workflows) : PageModel
{
    /// <param name="id">The workflow.</param>
    /// <param name="version">The version. Default: the version that the workflow page shows.</param>
    public IActionResult OnGet(Guid id, int? version)
    {
        if (workflows.Find(id) is not { } workflow || workflows.FindVersion(id, version ?? workflow.Current) is not { } found)
            return NotFound();
        var file = FlowFile.Write(new(workflow.Name, workflow.Description, found.Flow));
        return File(Encoding.UTF8.GetBytes(file), "application/json", FileName(workflow.Name));
    }

    static string FileName(string name)
    {
        var letters = name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-').ToArray();
        var words = string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return $"{(words.Length > 0 ? words : "workflow")}.json";
    }
}
