using System.Text;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A workflow as a file to keep or to import elsewhere.</summary>
public sealed class ExportModel(WorkflowStore workflows) : PageModel
{
    public IActionResult OnGet(Guid id)
    {
        if (workflows.Find(id) is not { } workflow)
            return NotFound();
        var flow = workflows.FindVersion(id, workflow.Latest)!.Flow;
        var file = FlowFile.Write(new(workflow.Name, workflow.Description, flow));
        return File(Encoding.UTF8.GetBytes(file), "application/json", FileName(workflow.Name));
    }

    static string FileName(string name)
    {
        var letters = name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-').ToArray();
        var words = string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return $"{(words.Length > 0 ? words : "workflow")}.json";
    }
}
