using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Nodes;

/// <summary>Whether all of several conditions must hold, or any.</summary>
public enum MatchMode { All, Any }

/// <summary>A row of a configuration: a condition.</summary>
public sealed record ConditionRow
{
    [Display(Name = "Left"), Required]
    public Template Left { get; init; } = new("");

    [Display(Name = "Operator"), Required]
    public Operator Operator { get; init; }

    [Display(Name = "Right", Description = "Not used by is-empty, is-not-empty and is-true.")]
    public Template Right { get; init; } = new("");

    /// <summary>Whether conditions hold over the run's data. Stops at the first that decides.</summary>
    public static bool Hold(IReadOnlyList<ConditionRow> rows, MatchMode match, NodeContext context, CancellationToken cancellation)
    {
        bool Holds(ConditionRow row) => Condition.Holds(row.Left.Evaluate(context, cancellation), row.Operator, row.Right.Evaluate(context, cancellation));
        return match == MatchMode.All ? rows.All(Holds) : rows.Any(Holds);
    }
}
