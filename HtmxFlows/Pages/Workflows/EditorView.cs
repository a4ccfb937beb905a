using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The editor: the diagram of the draft, and beside it the panel for what is selected.</summary>
public sealed record EditorView
{
    public required Draft Draft { get; init; }

    public required Flow Flow { get; init; }

    /// <summary>Everything that is wrong with the draft.</summary>
    public required IReadOnlyList<FlowProblem> Problems { get; init; }

    /// <summary>Probable mistakes that do not keep the draft from running.</summary>
    public required IReadOnlyList<FlowProblem> Warnings { get; init; }

    /// <summary>The warnings about a new name of the workflow.</summary>
    public IReadOnlyList<FlowProblem> Renaming => [.. Warnings.Where(warning => warning is { Node: null, Field: "name" })];

    public required EditorChoice Choice { get; init; }

    public required EditorAddress Address { get; init; }

    public required EditorNotice Notice { get; init; }

    /// <summary>The number of changes since the version that the draft was made from.</summary>
    public int Changes { get; init; }

    /// <summary>The panel of the selected node; null if none is selected.</summary>
    public NodePanel? Node { get; init; }

    /// <summary>The run up to the selected node that was started here; null if there is none.</summary>
    public RunLine? Run { get; init; }

    /// <summary>Whether that run is under way.</summary>
    public bool IsRunning => Run is { Status: not ("completed" or "failed" or "cancelled") };

    /// <summary>The selected edge.</summary>
    public FlowEdge? Edge { get; init; }

    /// <summary>The node types that can be chosen, the best match of the search first; null if none is to be chosen.</summary>
    public IReadOnlyList<NodeType>? Types { get; init; }

    /// <summary>What publishing would change; null if nothing was published yet.</summary>
    public FlowDiff? News { get; init; }

    /// <summary>Whether only the parts are shown that change while a form is written.</summary>
    public bool IsPart { get; init; }

    /// <summary>How many items went along each edge last; null if that is not needed.</summary>
    public IReadOnlyDictionary<FlowEdge, int>? Counts { get; init; }

    /// <summary>The ports by which a node can be left, those that its edges use included.</summary>
    public required Func<FlowNode, IReadOnlyList<string?>> PortsOf { get; init; }

    /// <summary>The panel that is open.</summary>
    public EditorPanel Panel => Choice switch
    {
        { Add: not null } => EditorPanel.Add,
        { Panel: EditorPanel.Nodes } => EditorPanel.Nodes,
        { Panel: EditorPanel.Replace } when Node is not null => EditorPanel.Replace,
        _ when Node is not null => EditorPanel.Node,
        _ when Edge is not null => EditorPanel.Edge,
        { Panel: EditorPanel.Settings or EditorPanel.Publish or EditorPanel.Run } => Choice.Panel,
        _ => EditorPanel.Overview,
    };

    /// <summary>The form that runs the draft.</summary>
    public PromptForm RunForm => Notice.RunForm ?? new(Draft.Workflow, InputField.Of(Flow.Inputs)) { IsOfDraft = true };

    /// <summary>Whether the draft is saved, and when.</summary>
    public string Saved => Notice.Theirs is not null ? "Not saved: someone else changed the same field"
        : Notice.Refusal is { } refusal ? $"Not saved: {refusal}"
        : Draft.SavedAt is { } at ? $"Saved {at.ClockTime()}" : "Saved";

    /// <summary>Whether the draft has something that is not published.</summary>
    public bool IsPublishable => !Draft.IsPublished || Draft.IsChanged;

    /// <summary>How the draft differs from what is published, in a few words.</summary>
    public string Status => !Draft.IsPublished ? "not published yet"
        : !Draft.IsChanged ? $"published as version {Draft.BasedOnNumber}, no changes"
        : Changes == 0 ? $"changed since version {Draft.BasedOnNumber}"
        : $"{Words.Count(Changes, "change")} since version {Draft.BasedOnNumber}";

    /// <summary>The id of the form that is open: without scripts, every way out of it submits it. Null if none is open.</summary>
    public string? OpenForm => Panel switch
    {
        EditorPanel.Node when Node?.Type is not null => "node-form",
        EditorPanel.Settings => "settings-form",
        _ => null,
    };

    /// <summary>The diagram of the draft.</summary>
    public FlowBar Bar => new(
        new(Flow)
        {
            NodeHref = NodeHref,
            EdgeHref = edge => Link(("edge", edge.Id)),
            PortHref = port => Link(("add", "after"), ("to", port.Node.Id), ("port", port.Port ?? "")),
            Ports = PortsOf,
            Counts = Counts,
            OpenForm = OpenForm,
            Selected = Choice.Node,
            SelectedEdge = Edge?.Id,
            Problems = Problems.Select(problem => problem.Node).OfType<string>().ToHashSet(),
            Look = Look,
        },
        Look, NodeHref, Part: null);

    DiagramOptions Look => Address.LookAt(Choice);

    /// <summary>The fields of the workflow's own form.</summary>
    public IReadOnlyList<FormField> Inputs => ConfigurationForm.Of(FlowSettings.Shape, Flow.Source, "flow.", ProblemsOf(null));

    public IReadOnlyList<FormField> Concurrency => ConfigurationForm.Of(
        FlowConcurrency.Shape, Flow.Source.TryGetProperty("concurrency", out var limit) ? limit : Json.EmptyObject, "flow.concurrency.", ProblemsOf(null, "concurrency."));

    public IReadOnlyList<FormField> Settings => ConfigurationForm.Of(FlowRunSettings.Shape, FlowRunSettings.Member(Flow.Source) ?? Json.EmptyObject, "flow.settings.", ProblemsOf(null, "settings."));

    /// <summary>The workflows that the settings offer; null if they are not open.</summary>
    public IReadOnlyList<(Guid Id, string Name)>? Workflows { get; init; }

    /// <summary>The parts of the page that show data, as a list of selectors: a run that has ended changes them.</summary>
    public string DataIds => string.Join(',', (Node?.AllFields ?? []).Where(one => one.Field.Kind == FieldKind.Template).Select(one => $"#{one.Id}-preview")
        .Append("#data").Append("#run-up-to").Append(Bar.Look.IsOutline ? null : "#counts").OfType<string>());

    /// <summary>The fields that the open form has on the page, as far as it was sent: someone else may have added rows, or removed some.</summary>
    public IEnumerable<FormField> SentFields(IFormCollection sent) => (Node?.AllFields ?? Inputs.Concat(Concurrency).Concat(Settings).SelectMany(NodePanel.Flat)).Where(field => NodeForm.Has(sent, field.Name));

    /// <summary>The fields of the open node that differ from what its form has sent: someone else has changed them.</summary>
    public IReadOnlyList<FormField> FieldsOfOthers(IFormCollection sent) => Node is not { Type: { } type } panel ? [] : NodeForm.Differing(panel, type, sent);

    /// <summary>The address of the editor with something selected.</summary>
    public string Link(params IEnumerable<(string Key, string? Value)> chosen) => Address.With(chosen);

    /// <summary>The label of a node; its id if there is no such node.</summary>
    public string LabelOf(string? id) => Flow.Nodes.FirstOrDefault(node => node.Id == id)?.Label ?? id ?? "";

    /// <summary>What a problem is about, by its name, and the address of the editor there; null if it is about the whole workflow.</summary>
    public (string Name, string Address)? PlaceOf(FlowProblem problem) =>
        ProblemList.PlaceIn(Flow, problem) is { } name ? (name, Link(ProblemList.QueryOf(problem))) : null;

    /// <summary>The problems and warnings of a node, or of the workflow's settings, by field.</summary>
    public ILookup<string, string> ProblemsOf(string? node, string prefix = "") => Problems.Concat(Warnings)
        .Where(problem => problem.Node == node && problem.Edge is null && problem.Field?.StartsWith(prefix, StringComparison.Ordinal) == true)
        .ToLookup(problem => problem.Field![prefix.Length..], problem => problem.Message);

    string NodeHref(FlowNode node) => Link(("node", node.Id));
}
