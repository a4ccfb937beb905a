using HtmxFlows.Data;
using HtmxFlows.Nodes;
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

    /// <summary>The selected edge.</summary>
    public FlowEdge? Edge { get; init; }

    /// <summary>The node types that can be added, by category.</summary>
    public ILookup<NodeCategory, NodeType>? Types { get; init; }

    /// <summary>What publishing would change; null if nothing was published yet.</summary>
    public FlowDiff? News { get; init; }

    /// <summary>The panel that is open.</summary>
    public EditorPanel Panel => Choice.Add is not null ? EditorPanel.Add : Node is not null ? EditorPanel.Node : Edge is not null ? EditorPanel.Edge : Choice.Panel;

    /// <summary>The form that runs the draft.</summary>
    public PromptForm RunForm => Notice.RunForm ?? new(Draft.Workflow, InputField.Of(Flow.Inputs));

    /// <summary>The state of the draft, in a sentence.</summary>
    public string Status => !Draft.IsPublished ? "Draft saved · not published yet"
        : !Draft.IsChanged ? $"Published as version {Draft.BasedOn}. No changes."
        : Changes == 0 ? $"Draft saved · changed since version {Draft.BasedOn}"
        : $"Draft saved · {Words.Count(Changes, "change")} since version {Draft.BasedOn}";

    /// <summary>The diagram of the draft.</summary>
    public FlowBar Bar => new(
        new(Flow)
        {
            NodeHref = NodeHref,
            EdgeHref = edge => Link(("edge", edge.Id)),
            Selected = Choice.Node,
            Problems = Problems.Select(problem => problem.Node).OfType<string>().ToHashSet(),
            Look = Look,
        },
        Look, NodeHref, "editor");

    DiagramOptions Look => Address.LookAt(Choice);

    /// <summary>The fields of the workflow's own form.</summary>
    public IReadOnlyList<FormField> Inputs => ConfigurationForm.Of(FlowSettings.Shape, Flow.Source, "flow.", ProblemsOf(null));

    public IReadOnlyList<FormField> Concurrency => ConfigurationForm.Of(
        FlowConcurrency.Shape, Flow.Source.TryGetProperty("concurrency", out var limit) ? limit : Json.EmptyObject, "flow.concurrency.", ProblemsOf(null, "concurrency."));

    /// <summary>The address of the editor with something selected.</summary>
    public string Link(params IEnumerable<(string Key, string? Value)> chosen) => Address.With(chosen);

    /// <summary>The label of a node; its id if there is no such node.</summary>
    public string LabelOf(string? id) => Flow.Nodes.FirstOrDefault(node => node.Id == id)?.Label ?? id ?? "";

    /// <summary>The problems and warnings of a node, or of the workflow's settings, by field.</summary>
    public ILookup<string, string> ProblemsOf(string? node, string prefix = "") => Problems.Concat(Warnings)
        .Where(problem => problem.Node == node && problem.Edge is null && problem.Field?.StartsWith(prefix, StringComparison.Ordinal) == true)
        .ToLookup(problem => problem.Field![prefix.Length..], problem => problem.Message);

    string NodeHref(FlowNode node) => Link(("node", node.Id));
}
