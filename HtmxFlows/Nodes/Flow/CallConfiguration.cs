using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>The fields of every node that runs another workflow: which one, and what a run of it is given.</summary>
public abstract record CallConfiguration
{
    [WorkflowName, Display(Name = "Workflow", Description = "The name or id of the workflow to run."), Required]
    public Template Workflow { get; init; } = new("");

    [Display(Name = "Prompt", Description = "The prompt of each run.")]
    public Template? Prompt { get; init; }

    [Display(Name = "Input", ShortName = "input", Description = "Values for the workflow's inputs.")]
    public IReadOnlyList<NamedValue> Input { get; init; } = [];

    /// <summary>The workflow if it is written as it is, without an expression, with its field.</summary>
    internal IEnumerable<(string Field, string Workflow)> Named => Workflow.Literal is { ValueKind: JsonValueKind.String } name ? [("workflow", name.GetString()!)] : [];

    /// <summary>The request for a run.</summary>
    /// <param name="prompt">The prompt if the configuration has none.</param>
    internal CallRequest Request(NodeContext context, JsonElement prompt, CancellationToken cancellation) => new(
        string.IsNullOrWhiteSpace(Prompt?.Text) ? Json.AsText(prompt) : Prompt.Render(context, cancellation),
        Input.Count == 0 ? null : Json.From(Input.ToDictionary(row => row.Name, row => row.Value.Evaluate(context, cancellation))));

    internal IEnumerable<FieldProblem> FindProblems() => FieldProblem.Twice("input", Input.Select(row => row.Name));
}
