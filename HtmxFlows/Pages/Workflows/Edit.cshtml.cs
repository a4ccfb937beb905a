using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace HtmxFlows.Pages.Workflows;

/// <summary>What stands beside the picture.</summary>
public enum EditorPanel { Overview, Node, Edge, Add, Nodes, Settings, Publish, Run }

/// <summary>The editor: the picture of the draft, and beside it the form for what is chosen. Each change is saved to the draft at once.</summary>
public sealed partial class EditModel(DraftStore drafts, WorkflowStore workflows, NodeCatalogue catalogue, Secrets secrets, NodeTrial trials, RunSupervisor runs, NodeLimits limits, TimeProvider time) : PageModel
{
    readonly Lazy<TrialLookup> lookup = new();

    sealed class TrialLookup
    {
        public bool IsKnown { get; set; }
        public RunState? Last { get; set; }
    }

    /// <summary>The node whose form is open.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Node { get; set; }

    /// <summary>The edge that is chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Edge { get; set; }

    /// <summary>Where a node is to be added.</summary>
    [BindProperty(SupportsGet = true)]
    public NodePlace? Add { get; set; }

    /// <summary>The node or edge at which it is to be added.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>The port of that node.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Port { get; set; }

    /// <summary>What to look for in the catalogue.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The field of the node's form into which a reference is to be put.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Into { get; set; }

    /// <summary>The field of the form that gets the focus.</summary>
    [BindProperty(SupportsGet = true)]
    public string? At { get; set; }

    [BindProperty(SupportsGet = true, Name = "panel")]
    public EditorPanel Panel { get; set; }

    public Draft Draft { get; private set; } = null!;

    public Flow Flow { get; private set; } = null!;

    /// <summary>Everything that is wrong with the draft.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>What is probably not meant as it is, though the draft can run.</summary>
    public IReadOnlyList<FlowProblem> Warnings { get; private set; } = [];

    /// <summary>Why a change was not made.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What somebody else did meanwhile; null if nobody was in the way.</summary>
    public IReadOnlyList<DraftChange>? Theirs { get; private set; }

    /// <summary>What the refused change would do to the draft as it is now; null if it cannot be made.</summary>
    public FlowDiff? Mine { get; private set; }

    /// <summary>What publishing would change; null if nothing was published yet.</summary>
    public FlowDiff? News => Draft.IsPublished && workflows.FindFlow(Draft.Workflow, Draft.Current) is { } published ? FlowDiff.Of(published, Flow, catalogue) : null;

    /// <summary>What was copied.</summary>
    public string? Copied { get; private set; }

    /// <summary>How the trial of the node ended.</summary>
    public TrialResult? Trial { get; private set; }

    /// <summary>What the trial was given as its input.</summary>
    public string? Given { get; private set; }

    public FlowNode? Selected => Node is null ? null : Flow.Nodes.FirstOrDefault(node => node.Id == Node);

    public FlowEdge? SelectedEdge => Edge is null ? null : Flow.Edges.FirstOrDefault(edge => edge.Id == Edge);

    public NodeType? TypeOf(FlowNode node) => catalogue.Find(node.Type);

    /// <summary>The types that can be added, by category.</summary>
    public ILookup<NodeCategory, NodeType> Found => catalogue.Search(Q ?? "").ToLookup(type => type.Category);

    public IReadOnlyCollection<string> SecretNames => [.. secrets.Names];

    public IActionResult OnGet(Guid id) => !Load(id) ? NotFound() : ModelState.IsValid ? Page() : BadRequest();

    /// <summary>The ports by which a node can be left, those that its edges use included.</summary>
    public IReadOnlyList<string?> PortsOf(FlowNode node)
    {
        var (settings, _) = NodeSettings.Read(node.Data);
        var type = TypeOf(node);
        var own = type is null ? [] : type.Read(node.Data).Configuration is { } configuration ? type.PortsOf(configuration) : type.Ports;
        return [.. PlannedNode.PortsOf(own, settings).Concat(Flow.Edges.Where(edge => edge.Source == node.Id).Select(edge => edge.Port)).Distinct()];
    }

    /// <summary>The address of the editor.</summary>
    public string Address => Request.PathBase + Request.Path;

    /// <summary>How the draft is looked at, for the forms that lead back here.</summary>
    public IDictionary<string, string> Kept => Look.Kept;

    /// <summary>The address of the editor where something is chosen, looked at as it is now.</summary>
    public string Link(params IEnumerable<(string Key, string? Value)> chosen) =>
        QueryHelpers.AddQueryString(Address, chosen.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).Concat(Kept.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));

    /// <summary>The draft, to be drawn.</summary>
    public FlowBar Bar => new(
        new(Flow)
        {
            NodeHref = node => Link(("node", node.Id)),
            EdgeHref = edge => Link(("edge", edge.Id)),
            Selected = Node,
            Problems = Problems.Select(problem => problem.Node).OfType<string>().ToHashSet(),
            Look = Look,
        },
        Look, node => Link(("node", node.Id)), "editor");

    FlowLook Look => field ??= FlowLook.Of(Request);

    /// <summary>The last run, whose values the editor shows.</summary>
    public RunState? LastRun
    {
        get
        {
            var found = lookup.Value;
            if (!found.IsKnown)
                (found.IsKnown, found.Last) = (true, trials.LastRun(Draft.Workflow));
            return found.Last;
        }
    }

    /// <summary>The fields of a node's form.</summary>
    public IReadOnlyList<FormField> FieldsOf(FlowNode node, NodeType type) => ConfigurationForm.Of(type.Shape, node.Data, "data.", ProblemsOf(node.Id));

    public IReadOnlyList<FormField> SettingsOf(FlowNode node) => ConfigurationForm.Of(
        NodeSettings.Shape, node.Data.TryGetProperty("settings", out var settings) ? settings : Json.EmptyObject, "data.settings.", ProblemsOf(node.Id, "settings."));

    /// <summary>The fields of the workflow's own form.</summary>
    public IReadOnlyList<FormField> Inputs => ConfigurationForm.Of(FlowSettings.Shape, Flow.Source, "flow.", ProblemsOf(null));

    public IReadOnlyList<FormField> Concurrency => ConfigurationForm.Of(
        FlowConcurrency.Shape, Flow.Source.TryGetProperty("concurrency", out var limit) ? limit : Json.EmptyObject, "flow.concurrency.", ProblemsOf(null, "concurrency."));

    /// <summary>What is wrong with a node and not with one field of it.</summary>
    public IEnumerable<string> GeneralProblemsOf(string node) => Problems.Where(problem => problem.Node == node && (problem.Field is null or "" or "type" or "settings.")).Select(problem => problem.Message);

    /// <summary>The value of a template over the last run; null if there is nothing to tell.</summary>
    public Preview? PreviewOf(FlowNode node, FormField field) =>
        field.Field.Kind == FieldKind.Template && field.Text.Contains("{{", StringComparison.Ordinal) ? Evaluate(new(field.Text), node.Id) : null;

    /// <summary>What the node may refer to, with the values of the last run.</summary>
    public ReferenceTree References(FlowNode node) => ReferenceTree.Of(new TrialData(Flow, LastRun, node.Id), Flow.Inputs, SecretNames);

    Preview Evaluate(Template template, string node)
    {
        if (template.FindProblem() is { } problem)
            return new(problem, true);
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            var context = new NodeContext(new TrialData(Flow, LastRun, node), "preview", time, limits) { Secrets = secrets };
            return new(Json.AsText(secrets.Mask.Mask(template.Evaluate(context, soon.Token))), false);
        }
        catch (NodeException error)
        {
            return new(error.Message, true);
        }
        catch (OperationCanceledException)
        {
            return new("This takes longer than can be shown while it is written.", true);
        }
    }

    ILookup<string, string> ProblemsOf(string? node, string prefix = "") => Problems.Concat(Warnings)
        .Where(problem => problem.Node == node && problem.Edge is null && problem.Field?.StartsWith(prefix, StringComparison.Ordinal) == true)
        .ToLookup(problem => problem.Field![prefix.Length..], problem => problem.Message);

    bool Load(Guid id)
    {
        if (drafts.Find(id) is not { } draft)
            return false;
        Show(draft);
        return true;
    }

    void Show(Draft draft)
    {
        Draft = draft;
        var (flow, plan, problems) = FlowPlan.Make(draft.Content.Flow, catalogue, secrets);
        (Flow, Problems, Warnings) = (flow ?? new(Json.EmptyObject, [], []), problems, plan?.Warnings ?? []);
    }
}
