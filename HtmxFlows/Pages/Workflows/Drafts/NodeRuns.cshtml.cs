using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the form of a node, and runs the draft up to the node: it and its ancestors, with what the last run was started with.</summary>
public sealed class NodeRunsModel(DraftStore drafts, DraftPublication publication, NodeTrial trials, RunSupervisor runs, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    public async Task<IActionResult> OnPost(Guid id, string node)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        if (drafts.Find(id) is not { } draft)
            return NotFound();
        return await Start(draft, here.Node) switch
        {
            RunStart.Started started => answer.SeeOther(this, id, here with { Run = started.Run, Tab = NodeTab.Output }),
            RunStart.NotStarted refused => answer.Show(this, draft, here, new() { Refusal = Reason(refused) }, refused.StatusCode()),
            var other => throw new InvalidOperationException($"{other} is no outcome of a start."),
        };
    }

    async Task<RunStart> Start(Draft draft, string node) => await publication.Keep(draft, HttpContext.Actor(), upTo: node) switch
    {
        KeepOutcome.Kept kept => await runs.Start(StartOf(draft, kept.Version, node), HttpContext.Actor()),
        KeepOutcome.Invalid invalid => new RunStart.Refused($"Not started: fix {Words.Count(invalid.Problems.Count, "problem")} of this node and the nodes before it first."),
        _ => new RunStart.Missing(),
    };

    RunRequest StartOf(Draft draft, int version, string node)
    {
        var data = trials.DataOf(draft.Workflow);
        var last = data.LastRun;
        return new(draft.Workflow, last?.Prompt ?? "", RunTrigger.Draft, Version: version, Input: last?.Input, Files: last?.Input is { } input ? [.. FileValue.In(input).Select(file => file.Id)] : null) { UpTo = node, Fired = Flow.Parse(draft.Content.Flow).Flow is { } flow ? DraftTrigger.Of(flow.UpTo(node), data) : null };
    }

    static string Reason(RunStart.NotStarted refused) => refused.Fields.Count > 0
        ? "Not started: the workflow needs inputs. Press Run draft once and fill them in; they are used again here." : refused.Problem;
}
