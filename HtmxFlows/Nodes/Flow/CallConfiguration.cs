using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>The fields of every node that runs another workflow: which one, and what a run of it is given.</summary>
public abstract record CallConfiguration
{
    [Display(Name = "Workflow", Description = "The name or id of the workflow to run."), Required]
    public Template Workflow { get; init; } = new("");

    [Display(Name = "Prompt", Description = "The prompt of each run.")]
    public Template? Prompt { get; init; }

    [Display(Name = "Input", ShortName = "input", Description = "Values for the workflow's inputs.")]
    public IReadOnlyList<NamedValue> Input { get; init; } = [];

    /// <summary>The request for a run.</summary>
    /// <param name="prompt">The prompt if the configuration has none.</param>
    internal CallRequest Request(NodeContext context, JsonElement prompt, CancellationToken cancellation) => new(
        string.IsNullOrWhiteSpace(Prompt?.Text) ? Json.AsText(prompt) : Prompt.Render(context, cancellation),
        Input.Count == 0 ? null : Json.From(Input.ToDictionary(row => row.Name, row => row.Value.Evaluate(context, cancellation))));

    internal IEnumerable<FieldProblem> FindProblems() => FieldProblem.Twice("input", Input.Select(row => row.Name));
}

/// <summary>The prompt and input of a run of another workflow.</summary>
/// <param name="Input">An object; null without input.</param>
public sealed record CallRequest(string Prompt, JsonElement? Input)
{
    /// <summary>The name or id of its workflow, if it differs from that of the other runs.</summary>
    public string? Workflow { get; init; }
}

/// <summary>The results with which a node resumes when its runs have finished.</summary>
/// <param name="Runs">The results, in the order of the calls.</param>
/// <param name="Round">The number of calls of this attempt so far: 1, 2 …</param>
/// <param name="Memory">The memory that the node saved before it waited.</param>
public sealed record ChildRunResults(IReadOnlyList<CallResult> Runs, int Round, JsonElement? Memory = null);

/// <summary>A workflow that can be called.</summary>
public sealed record CallableWorkflow(string Name, string Description, IReadOnlyList<FlowInput> Inputs);

/// <summary>How a run of another workflow ended.</summary>
/// <param name="Output">Its result; null if it did not complete.</param>
/// <param name="Error">Why it did not complete, in a sentence; null if it completed or was not awaited.</param>
public sealed record CallResult(JsonElement? Output, string? Error, bool WasCancelled = false);
