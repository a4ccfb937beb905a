using System.ComponentModel.DataAnnotations;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A row of a configuration: a name, and the template of its value.</summary>
public sealed record NamedValue
{
    [Display(Name = "Name"), Required]
    public string Name { get; init; } = "";

    [Display(Name = "Value")]
    public Template Value { get; init; } = new("");
}
