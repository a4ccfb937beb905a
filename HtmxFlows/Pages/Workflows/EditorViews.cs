using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Reads what the editor shows.</summary>
public sealed class EditorViews(WorkflowStore workflows, WorkflowPlans plans, WorkflowCheck check, NodeCatalogue catalogue, CredentialSource credentials, NodeTrial trials, TemplatePreview previews, RunStore runs, DraftChanges changes)
{
    /// <summary>The most workflows that a field offers; others are typed.</summary>
    const int MostWorkflows = 500;

    /// <param name="isPart">Whether only the parts are needed that change while a form is written; the values of fields are not.</param>
    public EditorView Of(HttpRequest request, Draft draft, EditorChoice choice, EditorNotice? notice = null, bool isPart = false)
    {
        var (parsed, plan, problems) = check.Check(draft.Content, draft.Workflow);
        var flow = parsed ?? new(Json.EmptyObject, [], []);
        var outgoing = flow.Edges.ToLookup(edge => edge.Source);
        var view = new EditorView
        {
            PortsOf = node => PortsOf(node, outgoing[node.Id]),
            Draft = draft,
            Flow = flow,
            Problems = [.. problems.Distinct()],
            Warnings = [.. plan?.Warnings ?? [], .. check.FindRenameWarnings(draft.Workflow, draft.Content)],
            Choice = choice,
            Address = new(request, draft.Workflow),
            Notice = notice ?? EditorNotice.None,
            Types = choice is { Add: null, Edge: null, Panel: not EditorPanel.Replace } ? null : Offered(flow, choice),
            IsPart = isPart,
            Counts = isPart ? null : EdgeCounts.Of(flow, trials.DataOf(draft.Workflow).Lists),
        };
        return view with
        {
            Changes = changes.Count(draft, flow),
            Node = view.Flow.Nodes.FirstOrDefault(node => node.Id == choice.Node) is { } node ? PanelOf(view, plan, node, isPart) : null,
            Workflows = choice.Panel == EditorPanel.Settings ? workflows.Names(MostWorkflows) : null,
            Run = choice is { Run: { } run, Node: not null } && runs.Find(run) is { } line && line.WorkflowId == draft.Workflow ? line : null,
            Edge = view.Flow.Edges.FirstOrDefault(edge => edge.Id == choice.Edge),
            News = choice.Panel == EditorPanel.Publish && draft.IsPublished ? Compare(view, draft.Current) : null,
        };
    }

    /// <summary>The node types for a place: a trigger fits where nothing comes before it.</summary>
    IReadOnlyList<NodeType> Offered(Flow flow, EditorChoice choice)
    {
        var isBehind = choice switch
        {
            { Add: NodePlace.Alone } => false,
            { Add: NodePlace.Before } => flow.Edges.Any(edge => edge.Target == choice.To),
            { Add: null, Edge: null } => flow.Edges.Any(edge => edge.Target == choice.Node),
            _ => true,
        };
        var types = catalogue.Offer(choice.Q ?? "");
        return isBehind ? [.. types.Where(type => type.Role != NodeRole.Trigger)] : types;
    }

    FlowDiff? Compare(EditorView view, int version) => plans.FindFlow(view.Draft.Workflow, version) is { } flow ? FlowDiff.Of(flow, view.Flow, catalogue) : null;

    NodePanel PanelOf(EditorView view, FlowPlan? plan, FlowNode node, bool isPart)
    {
        var type = catalogue.Find(node.Type);
        var fields = type is null ? [] : ConfigurationForm.Of(type.Shape, node.Data, "data.", view.ProblemsOf(node.Id));
        var settings = ConfigurationForm.Of(NodeSettings.Shape, node.Data.TryGetProperty("settings", out var set) ? set : Json.EmptyObject, "data.settings.", view.ProblemsOf(node.Id, "settings."));
        var panel = new NodePanel(node, type, fields, settings)
        {
            Tab = TabOf(view),
            Workflows = type?.Shape.All().Any(one => one.Field.IsWorkflow) == true ? workflows.Names(MostWorkflows) : null,
            Secrets = type?.Shape.All().Any(one => one.Field.Credential is not null) == true ? credentials.Current.For(view.Draft.Workflow) : null,
            Ports = view.PortsOf(node),
            Incoming = [.. view.Flow.Edges.Where(edge => edge.Target == node.Id)],
            Outgoing = [.. view.Flow.Edges.Where(edge => edge.Source == node.Id)],
            Problems = [.. view.Problems.Where(problem => problem.Node == node.Id && (problem.Field is null or "" or "type" or "settings.")).Select(problem => problem.Message)],
        };
        return isPart && !HasOwnValues(type, node) ? panel : WithData(panel, view, plan, isPart);
    }

    /// <summary>Whether fields of the node see values that other fields of it decide.</summary>
    static bool HasOwnValues(NodeType? type, FlowNode node) => type?.OwnNames.Count > 0 || NodeSettings.Read(node.Data).Settings.Each is not null;

    NodePanel WithData(NodePanel panel, EditorView view, FlowPlan? plan, bool isPart)
    {
        var node = panel.Node;
        var draft = trials.DataOf(view.Draft.Workflow);
        var data = new TrialData(view.Flow, new(() => plan?.SingleInputs ?? SingleInputs.Of(view.Flow, catalogue)), draft, node.Id);
        var own = new Lazy<IReadOnlyList<OwnValue>>(() => previews.OwnValues(panel.Type, node.Data, data));
        FormField[] templates = [.. panel.Fields.Concat(panel.Settings).SelectMany(NodePanel.Flat).Where(field => field.Field.Kind == FieldKind.Template && field.Text.Contains("{{", StringComparison.Ordinal))];
        return panel with
        {
            Previews = templates.ToDictionary(field => field.Name, field => previews.Of(field.Text, data, NodeForm.IsSetting(field.Name) ? [] : own.Value)),
            References = view.Choice.Into is null ? null : ReferenceTree.Of(data, view.Flow.Inputs, credentials.Current.For(view.Draft.Workflow).Names, NodeForm.IsSetting($"data.{view.Choice.Into}") ? [] : own.Value),
            IsSingleInput = data.IsSingleInput,
            Data = isPart ? null : DrawerOf(view, data, node),
        };
    }

    static DataDrawer DrawerOf(EditorView view, TrialData data, FlowNode node)
    {
        var why = data.WhyUnknown("input", withParts: false);
        var output = data.OutputFor(node.Id);
        var source = node is { IsDisabled: false, Pin: not null } ? "pinned" : output?.Run is null ? $"from a test at {output?.MadeAt.ClockTime()}" : $"from a run at {output.MadeAt.ClockTime()}";
        return new(why is null && data.OwnInput is { } input ? new(input) : null, why ?? "No data yet. Run the draft to see a value.", output is null ? null : new(output.Output), source, output?.Run, view.Choice.Data ?? DataForm.Table);
    }

    static NodeTab TabOf(EditorView view) => view.Choice switch
    {
        { Tab: { } tab } => tab,
        _ when view.Notice.Trial is not null || view.Notice.Given is not null => NodeTab.Output,
        { At: var at, Into: var into } when NodeForm.IsSetting($"data.{at ?? into}") => NodeTab.Settings,
        _ => NodeTab.Parameters,
    };

    IReadOnlyList<string?> PortsOf(FlowNode node, IEnumerable<FlowEdge> outgoing) =>
        [.. NodePorts.Of(node, outgoing, catalogue).Names.Concat(outgoing.Select(edge => edge.Port)).Distinct()];
}
