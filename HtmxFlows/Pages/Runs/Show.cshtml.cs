using HtmxFlows.Api;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Pages.Runs;

/// <summary>A run as a conversation: the earlier turns, its log, the diagram and the timeline.</summary>
public sealed class ShowModel(RunReader reader, WorkflowStore workflows, WorkflowPlans plans, DraftStore drafts, RunSupervisor supervisor, StreamSlots slots) : PageModel
{
    static readonly Representation[] Representations = [Representation.Html, Representation.Json, Representation.Events, Representation.Lines, Representation.Text];

    /// <summary>The events that append to the log.</summary>
    public static string EntryEvents { get; } = string.Join(',',
        "workflow-started", "node-started", "node-retrying", "node-waiting", "node-item-completed", "node-completed", "node-failed", "node-skipped",
        "workflow-complete", "workflow-failed", "workflow-cancelled", "workflow-resumed", "entries");

    public Workflow Workflow { get; private set; } = null!;

    public RunLog Log { get; private set; } = null!;

    public Conversation Conversation { get; private set; } = null!;

    /// <summary>The sizes of the diagram that can be chosen, and their names.</summary>
    public static IReadOnlyDictionary<string, string> Zooms { get; } = new Dictionary<string, string> { [""] = "Fit", [DiagramOptions.Fit] = "All", ["100"] = "100 %", ["150"] = "150 %" };

    /// <summary>The size of the diagram that the address names.</summary>
    public DiagramOptions Look => DiagramOptions.Of(Request);

    public Diagram Diagram => Views.Diagram.OfRun(Log.View) with { Look = Look, Selected = Inspector?.Node.Node.Id };

    /// <summary>The time zone of the viewer.</summary>
    public ViewerZone Zone => ViewerZone.Of(Request);

    /// <summary>The version that the run uses; null if the workflow was deleted just now.</summary>
    public WorkflowVersion? Version { get; private set; }

    /// <summary>Whether the run executes a draft or a version that was not published.</summary>
    public bool IsOfDraft { get; private set; }

    /// <summary>The nodes whose pinned outputs a run of the draft used.</summary>
    public IReadOnlyList<FlowNode> Pinned => [.. Log.View.Flow.Steps.Where(node => node.Pin is not null)];

    /// <summary>The form of the next turn. After a run of the draft, it runs the draft.</summary>
    public PromptForm Form => new(Workflow.Id, InputField.Of(IsOfDraft ? Log.View.Flow.Inputs : plans.Inputs(Workflow.Id), Log.View.Run.Input)) { Thread = Log.View.Run.Thread, IsOfDraft = IsOfDraft };

    /// <summary>The node that is looked at; null if none is.</summary>
    public NodeActions? Inspector { get; private set; }

    /// <summary>The id of the node to look at.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Node { get; set; }

    /// <summary>The number of the item of that node to look at, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Item { get; set; }

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
    public QueueWait? Wait { get; private set; }

    /// <summary>The open questions of the run.</summary>
    public IReadOnlyList<QuestionForm> Questions => QuestionForm.Of(Log.View, node => QuestionAddress.Of(Log.View.Run.Id, node));

    public IActionResult OnGet(Guid id)
    {
        Response.Headers.Vary = HeaderNames.Accept;
        // The back button must not restore a page with a stream, because the stream would be restored with it.
        Response.Headers.CacheControl = "no-store";
        var representation = Representation.Choose(Request, Representations);
        Wait = supervisor.WaitOf(id);
        if (representation != Representation.Html)
            return new ApiAnswer(InAnotherForm(representation, id));
        // The workflow may just have been deleted, and the run with it.
        if (reader.Log(id, RunLog.MostShown) is not { } log || workflows.Find(log.View.Run.Workflow) is not { } workflow)
            return NotFound();
        (Log, Workflow, Version) = (log, workflow, workflows.FindVersion(workflow.Id, log.View.Run.Version));
        IsOfDraft = log.View.Run.Trigger == RunTrigger.Draft || Version?.Status == VersionStatus.Draft;
        Inspector = string.IsNullOrEmpty(Node) ? null : Inspect(id, Node);
        if (Request.Headers["HX-Target"] == "inspector")
            return Partial("_Inspector", Inspector);
        Conversation = reader.Around(log.View.Run);
        if (IsLive)
            slots.Introduce(HttpContext);
        return Page();
    }

    NodeActions? Inspect(Guid run, string node)
    {
        if (reader.Node(run, node) is not { } found)
            return null;
        var draft = drafts.Find(Workflow.Id);
        var isInDraft = draft is not null && Flow.Parse(draft.Content.Flow).Flow?.Nodes.Any(known => known.Id == node) == true;
        return new(found with { Item = Item }, isInDraft ? draft : null, IsOfDraft);
    }

    IResult InAnotherForm(Representation? representation, Guid id) =>
        representation is null ? ApiProblems.NotAcceptable(Representations)
        : reader.Status(id) is null ? ApiProblems.Missing("run")
        : representation == Representation.Json ? RunEndpoints.Document(RunDocument.Find(reader, id, (Wait as QueueWait.Turn)?.Place))
        : ModelState.IsValid ? RunStreamResult.Of(id, representation, RunStreamResult.Cursor(Request, After))
        : ApiProblems.Of(StatusCodes.Status400BadRequest);
}
