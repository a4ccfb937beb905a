using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Nodes;

/// <summary>A way to answer a question: a button of its form, and a port of its node.</summary>
public sealed record Decision
{
    [Display(Name = "Name", Description = "The name of the port."), Required]
    public string Name { get; init; } = "";

    [Display(Name = "Label", Description = "The text of the button. Default: the name.")]
    public string Label { get; init; } = "";

    /// <summary>What is on the button.</summary>
    public string Title => Label.Length > 0 ? Label : Name;
}
