using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>The value of one field of a node's form while it is written. The draft does not change.</summary>
public sealed class NodePreviewModel(DraftStore drafts, NodeCatalogue catalogue, NodeTrial trials, TemplatePreview previews, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    const string Prefix = "data.";

    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    /// <param name="field">The name of the field in the form.</param>
    public IActionResult OnPost(Guid id, string node, string? field)
    {
        if (drafts.Find(id) is not { } draft || Flow.Parse(draft.Content.Flow).Flow is not { } flow
            || flow.Nodes.FirstOrDefault(one => one.Id == PathPart.Text(node)) is not { } found || catalogue.Find(found.Type) is not { } type)
            return NotFound();
        var data = JsonObject.Create(found.Data)!;
        NodeForm.Read(data, type, Request.Form);
        var template = field?.StartsWith(Prefix, StringComparison.Ordinal) == true ? ConfigurationForm.TextOf(data, field[Prefix.Length..]) : null;
        return Partial("_Preview", template?.Contains("{{", StringComparison.Ordinal) != true ? null : Of(template, Json.From(data), type, NodeForm.IsSetting(field!), Seen(flow, id, found)));
    }

    TrialData Seen(Flow flow, Guid id, FlowNode node) => new(flow, new(() => SingleInputs.Of(flow, catalogue)), trials.DataOf(id), node.Id);

    Preview Of(string template, JsonElement node, NodeType type, bool isSetting, TrialData data) => previews.Of(template, data, isSetting ? [] : previews.OwnValues(type, node, data));
}
