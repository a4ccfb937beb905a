using HtmxFlows.Api;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Pages.Runs;

/// <summary>A run as a conversation: the earlier turns, its log, the diagram and the timeline.</summary>
public sealed class ShowModel(RunReader reader, WorkflowStore workflows, WorkflowPlans plans, RunSupervisor supervisor, StreamSlots slots) : PageModel
{
    static readonly Representation[] Representations = [Representation.Html, Representation.Json, Representation.Events, Representation.Lines, Representation.Text];

    /// <summary>The events that append to the log.</summary>
    public static string EntryEvents { get; } = string.Join(',',
        "workflow-started", "node-started", "node-retrying", "node-waiting", "node-item-completed", "node-completed", "node-failed", "node-skipped",
        "workflow-complete", "workflow-failed", "workflow-cancelled", "workflow-resumed", "entries");

    public Workflow Workflow { get; private set; } = null!;

    public RunLog Log { get; private set; } = null!;

    public Conversation Conversation { get; private set; } = null!;

    /// <summary>The inputs of the next turn.</summary>
    public IReadOnlyList<FlowInput> Inputs => plans.Inputs(Workflow.Id);

    /// <summary>Whether the page shows the run without live updates.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Paused { get; set; }

    /// <summary>The number of the last event that the client already has.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    /// <summary>Whether the page updates live.</summary>
    public bool IsLive => !Paused && !Log.View.Run.IsFinished;

    public bool IsPaused => Paused && !Log.View.Run.IsFinished;

    /// <summary>The place of a queued run in its queue; 1 is the next.</summary>
    public int? Place { get; private set; }

    /// <summary>The open questions of the run.</summary>
    public IReadOnlyList<QuestionForm> Questions => QuestionForm.Of(Log.View, node => QuestionAddress.Of(Log.View.Run.Id, node));

    public IActionResult OnGet(Guid id)
    {
        Response.Headers.Vary = HeaderNames.Accept;
        // The back button must not restore a page with a stream, because the stream would be restored with it.
        Response.Headers.CacheControl = "no-store";
        var representation = Representation.Choose(Request, Representations);
        Place = supervisor.Place(id);
        if (representation != Representation.Html)
            return new ApiAnswer(InAnotherForm(representation, id));
        // The workflow may just have been deleted, and the run with it.
        if (reader.Log(id, RunLog.MostShown) is not { } log || workflows.Find(log.View.Run.Workflow) is not { } workflow)
            return NotFound();
        (Log, Workflow, Conversation) = (log, workflow, reader.Around(log.View.Run));
        if (IsLive)
            slots.Introduce(HttpContext);
        return Page();
    }

    IResult InAnotherForm(Representation? representation, Guid id) =>
        representation is null ? ApiProblems.NotAcceptable(Representations)
        : reader.Status(id) is null ? ApiProblems.Missing("run")
        : representation == Representation.Json ? RunEndpoints.Document(RunDocument.Find(reader, id, Place))
        : ModelState.IsValid ? RunStreamResult.Of(id, representation, RunStreamResult.Cursor(Request, After))
        : ApiProblems.Of(StatusCodes.Status400BadRequest);
}
