using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace HtmxFlows.Inputs;

/// <summary>A value that a workflow asks for when it is run, besides the prompt: an entry of the flow's list <c>inputs</c>.</summary>
public sealed record FlowInput
{
    [Display(Name = "Name", Description = "The name in the API and in expressions: {{run.input.NAME}}."), Required]
    public string Name { get; init; } = "";

    [Display(Name = "Type", Description = "The type of the value. A date is a day, e.g. 2030-01-31."), Required]
    public FlowInputType Type { get; init; }

    [Display(GroupName = "More", Name = "Label", Description = "The label in forms. Default: the name.")]
    public string Label { get; init; } = "";

    [Display(GroupName = "More", Name = "Required", Description = "Runs start only with a value.")]
    public bool Required { get; init; }

    [Display(GroupName = "More", Name = "Default", Description = "The value if none is given, and the initial value of the form.")]
    public JsonElement? Default { get; init; }

    [AppliesWhen(nameof(Type), FlowInputType.Choice), Display(GroupName = "More", Name = "Choices", Description = "The choices, for the type choice.")]
    public IReadOnlyList<string> Choices { get; init; } = [];

    [Display(GroupName = "More", Name = "Help", Description = "A help text below the field.")]
    public string Help { get; init; } = "";

    [Display(GroupName = "More", Name = "Page", Description = "The heading of a new page of the public form, which begins with this input. Forms of one page show it as the heading of a group.")]
    public string Page { get; init; } = "";

    /// <summary>What people call it.</summary>
    public string Title => Label.Length > 0 ? Label : Name;

    /// <summary>What the value must be, as a sentence.</summary>
    public string Expectation => Type switch
    {
        FlowInputType.Number => $"{Title} must be a number.",
        FlowInputType.Boolean => $"{Title} must be true or false.",
        FlowInputType.Date => $"{Title} must be a date, e.g. 2030-01-31.",
        FlowInputType.Choice => $"{Title} must be one of {string.Join(", ", Choices)}.",
        FlowInputType.Json => $"{Title} must be JSON.",
        FlowInputType.File => $"{Title} must be a file.",
        _ => $"{Title} must be text.",
    };
}
