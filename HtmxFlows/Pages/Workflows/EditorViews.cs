using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Reads what the editor shows.</summary>
public sealed class EditorViews(WorkflowStore workflows, WorkflowPlans plans, WorkflowCheck check, NodeCatalogue catalogue, CredentialSource credentials, NodeTrial trials, TemplatePreview previews)
{
    public EditorView Of(HttpRequest request, Draft draft, EditorChoice choice, EditorNotice? notice = null)
    {
        var (parsed, plan, problems) = check.Check(draft.Content, draft.Workflow);
        var view = new EditorView
        {
            Draft = draft,
            Flow = parsed ?? new(Json.EmptyObject, [], []),
            Problems = problems,
            Warnings = [.. plan?.Warnings ?? [], .. check.FindRenameWarnings(draft.Workflow, draft.Content)],
            Choice = choice,
            Address = new(request, draft.Workflow),
            Notice = notice ?? EditorNotice.None,
            Types = choice.Add is null ? null : catalogue.Search(choice.Q ?? "").ToLookup(type => type.Category),
        };
        return view with
        {
            Changes = draft is { IsPublished: true, IsChanged: true } ? Count(Compare(view, draft.BasedOn), Describes(draft)) : 0,
            Node = view.Flow.Nodes.FirstOrDefault(node => node.Id == choice.Node) is { } node ? PanelOf(view, plan, node) : null,
            Edge = view.Flow.Edges.FirstOrDefault(edge => edge.Id == choice.Edge),
            News = choice.Panel == EditorPanel.Publish && draft.IsPublished ? Compare(view, draft.Current) : null,
        };
    }

    FlowDiff? Compare(EditorView view, int version) => plans.FindFlow(view.Draft.Workflow, version) is { } flow ? FlowDiff.Of(flow, view.Flow, catalogue) : null;

    bool Describes(Draft draft) => workflows.Find(draft.Workflow) is { } workflow && (workflow.Name, workflow.Description) != (draft.Content.Name, draft.Content.Description);

    static int Count(FlowDiff? diff, bool describes) =>
        (diff is null ? 0 : diff.Nodes.Count + diff.Edges.Count + (diff.Settings.Count > 0 ? 1 : 0)) + (describes ? 1 : 0);

    NodePanel PanelOf(EditorView view, FlowPlan? plan, FlowNode node)
    {
        var type = catalogue.Find(node.Type);
        var fields = type is null ? [] : ConfigurationForm.Of(type.Shape, node.Data, "data.", view.ProblemsOf(node.Id));
        var settings = ConfigurationForm.Of(NodeSettings.Shape, node.Data.TryGetProperty("settings", out var set) ? set : Json.EmptyObject, "data.settings.", view.ProblemsOf(node.Id, "settings."));
        FormField[] templates = [.. fields.Concat(settings).SelectMany(NodePanel.Flat).Where(field => field.Field.Kind == FieldKind.Template && field.Text.Contains("{{", StringComparison.Ordinal))];
        var isInserting = view.Choice.Into is not null;
        var last = isInserting || templates.Length > 0 ? trials.LastRun(view.Draft.Workflow) : null;
        var data = new TrialData(view.Flow, new(() => plan?.SingleInputs ?? SingleInputs.Of(view.Flow, catalogue)), last, node.Id);
        return new(node, type, fields, settings, templates.ToDictionary(field => field.Name, field => previews.Of(field.Text, data)))
        {
            References = isInserting ? ReferenceTree.Of(data, view.Flow.Inputs, [.. credentials.Current.Names]) : null,
            Since = last?.StartedAt,
            IsSingleInput = data.IsSingleInput,
            Ports = PortsOf(view.Flow, node),
            Incoming = [.. view.Flow.Edges.Where(edge => edge.Target == node.Id)],
            Outgoing = [.. view.Flow.Edges.Where(edge => edge.Source == node.Id)],
            Problems = [.. view.Problems.Where(problem => problem.Node == node.Id && (problem.Field is null or "" or "type" or "settings.")).Select(problem => problem.Message)],
        };
    }

    IReadOnlyList<string?> PortsOf(Flow flow, FlowNode node)
    {
        FlowEdge[] outgoing = [.. flow.Edges.Where(edge => edge.Source == node.Id)];
        return [.. NodePorts.Of(node, outgoing, catalogue).Names.Concat(outgoing.Select(edge => edge.Port)).Distinct()];
    }
}
