using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace HtmxFlows.Inputs;

/// <summary>A value that a workflow asks for when it is run, besides the prompt: an entry of the flow's list <c>inputs</c>.</summary>
public sealed record FlowInput
{
    [Display(Name = "Name", Description = "What the API and templates call it: {{run.input.NAME}}."), Required]
    public string Name { get; init; } = "";

    [Display(Name = "Type", Description = "What kind of value it is; a date is a day, as in 2030-01-31."), Required]
    public FlowInputType Type { get; init; }

    [Display(Name = "Label", Description = "What people call it; the name if left out.")]
    public string Label { get; init; } = "";

    [Display(Name = "Required", Description = "No run starts without it.")]
    public bool Required { get; init; }

    [Display(Name = "Default", Description = "What it is when it is not given, and what the form begins with.")]
    public JsonElement? Default { get; init; }

    [Display(Name = "Choices", Description = "What can be chosen, if the type is choice.")]
    public IReadOnlyList<string> Choices { get; init; } = [];

    [Display(Name = "Help", Description = "A sentence under the field of the form.")]
    public string Help { get; init; } = "";

    /// <summary>What people call it.</summary>
    public string Title => Label.Length > 0 ? Label : Name;

    /// <summary>What the value must be, as a sentence.</summary>
    public string Expectation => Type switch
    {
        FlowInputType.Number => $"{Title} must be a number.",
        FlowInputType.Boolean => $"{Title} must be true or false.",
        FlowInputType.Date => $"{Title} must be a day, written as in 2030-01-31.",
        FlowInputType.Choice => $"{Title} must be one of {string.Join(", ", Choices)}.",
        FlowInputType.Json => $"{Title} must be JSON.",
        _ => $"{Title} must be a text.",
    };
}
