using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The runs of a workflow. A POST starts one; if it is refused, the page shows the form with the reason.</summary>
public sealed class RunsModel(WorkflowStore workflows, WorkflowPlans plans, RunSupervisor runs, FileStore files, RunListings listings) : PageModel
{
    public Workflow? Workflow { get; private set; }

    [BindProperty]
    public string? Prompt { get; set; }

    [BindProperty]
    public Guid? Thread { get; set; }

    public RunListing? Listing { get; private set; }

    /// <summary>The form of a run that was refused; null if the runs are listed.</summary>
    public PromptForm? Form { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        if ((Workflow = workflows.Find(id)) is null)
            return NotFound();
        return (Listing = listings.Read(Request, id)) is null ? BadRequest() : Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if ((Workflow = workflows.Find(id)) is null)
            return NotFound();
        var declared = plans.Inputs(id);
        var sent = await SentForm.Read(Request.Form, declared, files, HttpContext.RequestAborted);
        var start = await Start(id, sent, sent.Values(declared));
        if (start is RunStart.Started started)
            return RunAddress.SeeOther(this, started.Run);
        var refusal = (RunStart.NotStarted)start;
        Form = new PromptForm(id, InputField.Of(declared, sent.Texts)) { Thread = Thread, Prompt = Prompt, Fired = SentTrigger.Read(Request.Form) }.Refused(refusal);
        Response.SetRefusal(refusal);
        return Page();
    }

    async Task<RunStart> Start(Guid id, SentForm sent, (System.Text.Json.JsonElement? Values, IReadOnlyList<FieldProblem> Problems) input) =>
        !ModelState.IsValid ? new RunStart.Refused("The conversation's id is not valid. Open the conversation, and send the prompt from there.")
        : SentTrigger.Read(Request.Form) is { Problem: { } problem } ? new RunStart.Refused(problem.Message)
        : input.Problems.Count > 0 ? new RunStart.Refused(input.Problems)
        : await runs.Start(new(id, (Prompt ?? "").Trim(), RunTrigger.Form, Thread, Input: input.Values, Files: sent.Files) { Fired = SentTrigger.Read(Request.Form).Fired }, HttpContext.Actor());
}
