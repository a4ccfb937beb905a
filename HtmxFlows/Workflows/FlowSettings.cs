using System.ComponentModel.DataAnnotations;
using HtmxFlows.Inputs;

namespace HtmxFlows.Workflows;

/// <summary>What a flow says of itself beside its nodes and edges.</summary>
public sealed record FlowSettings
{
    /// <summary>The fields, as forms see them.</summary>
    public static ConfigurationShape Shape { get; } = ConfigurationShape.Of(typeof(FlowSettings));

    [Display(Name = "Inputs", ShortName = "input", Description = "The values that a run needs besides the prompt.")]
    public IReadOnlyList<FlowInput> Inputs { get; init; } = [];
}
