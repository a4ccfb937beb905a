using HtmxFlows.Api;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>
/// Runs the same prompt again with the same input, as the next turn of the conversation: all of it with the latest version, or from a
/// node, with the version of the run or the latest, or with the draft.
/// </summary>
public sealed class RetryModel(RunReader reader, WorkflowPlans plans, RunSupervisor supervisor, DraftRuns drafts, RunRepetition repetition) : PageModel
{
    RunView view = null!;

    public Guid Run => view.Run.Id;

    /// <summary>The versions to choose from, the one of the run first.</summary>
    public IReadOnlyList<WorkflowVersion> Versions => repetition.Versions(view.Run);

    public string Label => view.Flow.Nodes.FirstOrDefault(node => node.Id == From)?.Label ?? From!;

    /// <summary>The node to run again from; null runs everything again.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public bool Newest { get; set; }

    /// <summary>Runs the draft as it is now.</summary>
    [BindProperty]
    public bool Draft { get; set; }

    public string? Problem { get; private set; }

    /// <summary>The form to correct the input if the latest version does not accept it; otherwise null.</summary>
    public PromptForm? Form { get; private set; }

    public IActionResult OnGet(Guid id) =>
        string.IsNullOrEmpty(From) ? Redirect($"~/runs/{id}") : Load(id) && view.Flow.Steps.Any(node => node.Id == From) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Load(id))
            return NotFound();
        var start = await IdempotentStart.Of(HttpContext, new { id, From, Newest, Draft }, beside =>
            Draft ? drafts.Start(Request() with { Beside = beside }, HttpContext.Actor()) : supervisor.Start(Request() with { Beside = beside }, HttpContext.Actor()));
        if (start is RunStart.Started started)
            return RunAddress.SeeOther(this, started.Run);
        var refusal = (RunStart.NotStarted)start;
        Problem = refusal.Problem;
        var fields = InputField.Of(plans.Inputs(view.Run.Workflow), view.Run.Input);
        Form = refusal.Fields.Count == 0 ? null : new PromptForm(view.Run.Workflow, fields) { Thread = view.Run.Thread, Prompt = view.Run.Prompt }.Refused(refusal);
        Response.SetRefusal(refusal);
        return Page();
    }

    new RunRequest Request() => string.IsNullOrEmpty(From)
        ? repetition.Of(view.Run)
        : new(view.Run.Workflow, view.Run.Prompt, RunTrigger.Retry, view.Run.Thread, Newest ? null : view.Run.Version, view.Run.Input, new(Run, From)) { Fired = view.Run.Fired, TriggerData = view.Run.Fired is null ? view.Run.TriggerData : null };

    bool Load(Guid id)
    {
        if (reader.State(id) is not { } found)
            return false;
        view = found;
        return true;
    }
}
