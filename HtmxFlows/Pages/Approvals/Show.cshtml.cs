using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Approvals;

/// <summary>A question of a run, at its own address. Anyone with the address may answer.</summary>
public sealed class ShowModel(RunReader reader, WorkflowStore workflows, RunSupervisor supervisor, ApprovalAddresses approvals) : PageModel
{
    public RunView Run { get; private set; } = null!;

    public string Label { get; private set; } = "";

    public string WorkflowName => workflows.Find(Run.Run.Workflow)?.Name ?? "";

    /// <summary>The question; null if it is no longer open.</summary>
    public QuestionForm? Form { get; private set; }

    /// <summary>The outcome of a question that is not open.</summary>
    public string Outcome { get; private set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    public IActionResult OnGet(Guid run, string node)
    {
        if (!Load(run, node))
            return NotFound();
        // The run page loads only the form, with the antiforgery token that a shared stream cannot carry.
        return Form is not null && Request.Headers.ContainsKey("HX-Request") ? Partial("_Question", Form) : Page();
    }

    public async Task<IActionResult> OnPost(Guid run, string node, string? decision, string? by)
    {
        if (!Load(run, node))
            return NotFound();
        if (Form is null)
            return Page();
        var sent = GivenInput.Sent(Request.Form);
        var answer = await supervisor.Answer(run, node, decision ?? "", InputValues.OfTexts(Form.Question.Fields, sent), by, Actor.Anonymous);
        if (answer is not AnswerResult.NotTaken refusal)
            return RunAddress.SeeOther(this, run);
        if (!Load(run, node) || Form is null)
            return Page();
        Form = Form.Refused(refusal, sent, by);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    bool Load(Guid run, string node)
    {
        Response.Headers.CacheControl = "no-store";
        if (!approvals.Fits(run, node, Key) || reader.Find(run) is not { } log)
            return false;
        Run = log.View;
        var state = Run.Run.Node(node);
        Label = Run.Flow.Nodes.FirstOrDefault(known => known.Id == node)?.Label ?? node;
        Form = QuestionForm.Of(run, node, state, approvals);
        Outcome = Words.Answered(state);
        return true;
    }
}
