using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the form of a node, and runs the node alone.</summary>
public sealed class NodeTrialModel(DraftEditor editor, DraftStore drafts, NodeCatalogue catalogue, NodeTrial trials, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    /// <param name="given">The input of the node as JSON; without it, the node gets the data of the draft.</param>
    public async Task<IActionResult> OnPost(Guid id, string node, long revision, string? given)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        var outcome = await editor.Edit(id, revision, HttpContext.Actor(), flow => NodeForm.Change(flow, here.Node, Request.Form));
        if (outcome is not EditOutcome.Applied)
            return answer.Of(this, id, outcome, here);
        if (drafts.Find(id) is not { } draft)
            return NotFound();
        var notice = await Try(draft, here.Node, string.IsNullOrWhiteSpace(given) ? null : given);
        return answer.Show(this, draft, here, notice, notice.Refusal is null ? StatusCodes.Status200OK : OutcomeStatus.Refused);
    }

    async Task<EditorNotice> Try(Draft draft, string id, string? given)
    {
        JsonElement? input = null;
        if (given is not null && (input = Json.TryParse(given)) is null)
            return new() { Given = given, Refusal = "The input is not valid JSON. Write a value such as {\"name\": \"Ada\"}, or leave it empty to use the data of the draft." };
        if (Plan(draft, id) is not var (flow, node))
            return new() { Given = given, Refusal = "Fix this node's problems before testing." };
        var known = trials.DataOf(draft.Workflow);
        var data = new TrialData(flow, new(() => SingleInputs.Of(flow, catalogue)), known, id, input);
        return new() { Given = given, Trial = await trials.Run(node, data, known, HttpContext.RequestAborted) };
    }

    /// <summary>The node, if it can run.</summary>
    (Flow Flow, PlannedNode Node)? Plan(Draft draft, string id) =>
        Flow.Parse(draft.Content.Flow).Flow is { } flow && flow.Steps.FirstOrDefault(step => step.Id == id) is { } node
        && catalogue.Find(node.Type) is { } type && type.Read(node.Data).Configuration is { } configuration
        && NodeSettings.Read(node.Data) is ({ } settings, []) && (settings.Each is null || type.WhyNotEach is null)
            ? (flow, new(node, type, configuration, settings))
            : null;
}
