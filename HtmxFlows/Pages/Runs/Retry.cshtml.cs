using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>Runs the same prompt again with the same input and the newest version, as the next turn of the conversation.</summary>
public sealed class RetryModel(RunStore runs, RunReader reader, WorkflowStore workflows, RunSupervisor supervisor) : PageModel
{
    public Guid Run { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>For a start by hand, where the newest version cannot take what the run was given; else null.</summary>
    public PromptForm? Form { get; private set; }

    public IActionResult OnGet(Guid id) => Redirect($"~/runs/{id}");

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (runs.Find(id) is not { } before)
            return NotFound();
        var input = reader.Find(id)?.View.Run.Input;
        var start = await supervisor.Start(new(before.WorkflowId, before.Prompt, "again", before.ThreadId, Input: input));
        if (start.Run is { } again)
            return RunAddress.SeeOther(this, again);
        (Run, Problem) = (id, start.Problem);
        var fields = InputField.Of(workflows.Inputs(before.WorkflowId), input);
        Form = start.Fields.Count == 0 ? null : new PromptForm(before.WorkflowId, fields) { Thread = before.ThreadId, Prompt = before.Prompt }.Refused(start);
        Response.StatusCode = start.IsBusy ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
