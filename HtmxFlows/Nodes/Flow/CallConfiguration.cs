using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>The fields of every node that runs another workflow: which one, and what a run of it is given.</summary>
public abstract record CallConfiguration
{
    [Display(Name = "Workflow", Description = "The name or the id of the workflow that is run."), Required]
    public Template Workflow { get; init; } = new("");

    [Display(Name = "Prompt", Description = "What a run works on.")]
    public Template? Prompt { get; init; }

    [Display(Name = "Input", Description = "Values for the inputs that the workflow declares.")]
    public IReadOnlyList<NamedValue> Input { get; init; } = [];

    /// <summary>What a run is given.</summary>
    /// <param name="prompt">Its prompt if the configuration has none.</param>
    internal CallRequest Request(NodeContext context, JsonElement prompt, CancellationToken cancellation) => new(
        string.IsNullOrWhiteSpace(Prompt?.Text) ? Json.AsText(prompt) : Prompt.Render(context, cancellation),
        Input.Count == 0 ? null : Json.From(Input.ToDictionary(row => row.Name, row => row.Value.Evaluate(context, cancellation))));

    internal IEnumerable<FieldProblem> FindProblems() => FieldProblem.Twice("input", Input.Select(row => row.Name));
}

/// <summary>What a run of another workflow is given.</summary>
/// <param name="Input">An object, or null if there is none.</param>
public sealed record CallRequest(string Prompt, JsonElement? Input)
{
    /// <summary>The name or id of its workflow, if it is another than that of the other runs.</summary>
    public string? Workflow { get; init; }
}

/// <summary>The results of the runs that a node awaited.</summary>
/// <param name="Runs">How they ended, in their order.</param>
/// <param name="Round">How often this attempt of the node has awaited runs: 1, 2 …</param>
/// <param name="Memory">What the node had to remember.</param>
public sealed record ChildRunResults(IReadOnlyList<CallResult> Runs, int Round, JsonElement? Memory = null);

/// <summary>A workflow that can be called.</summary>
public sealed record CallableWorkflow(string Name, string Description, IReadOnlyList<FlowInput> Inputs);

/// <summary>How a run of another workflow ended.</summary>
/// <param name="Output">Its result; null if it did not complete.</param>
/// <param name="Error">Why it did not complete, in a sentence; null if it did, or was not waited for.</param>
public sealed record CallResult(JsonElement? Output, string? Error, bool WasCancelled = false);
