using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Conditions;

/// <summary>Whether all of several conditions must hold, or any.</summary>
public enum MatchMode { All, Any }

/// <summary>A row of a configuration: a condition.</summary>
public sealed record ConditionRow
{
    [Display(Name = "Value", Description = "e.g. {{item.status}}"), Required]
    public Template Left { get; init; } = new("");

    [Display(Name = "Operator"), Required]
    public Operator Operator { get; init; }

    [AppliesWhen(nameof(Operator), Operator.IsEmpty, Operator.IsNotEmpty, Operator.Exists, Operator.NotExists, Operator.IsTrue, Operator.IsFalse, Unless = true), Display(Name = "Compare with", Description = "Not used by is-empty, is-not-empty, exists, not-exists, is-true and is-false.")]
    public Template Right { get; init; } = new("");

    [Display(GroupName = "More", Name = "Compare as", Description = Comparison.Help)]
    public ComparedAs Type { get; init; }

    [Display(GroupName = "More", Name = "Ignore case", Description = "Treat upper and lower case as equal.")]
    public bool IgnoreCase { get; init; }

    /// <summary>Whether it looks for a regular expression, which takes its time over a long text.</summary>
    internal bool UsesPattern => Operator is Operator.Matches or Operator.NotMatches;

    /// <summary>Whether conditions hold over the run's data. Stops at the first that decides.</summary>
    public static bool Hold(IReadOnlyList<ConditionRow> rows, MatchMode match, ExpressionContext context, CancellationToken cancellation) => match == MatchMode.All
        ? rows.All(row => row.Holds(context, cancellation))
        : rows.Any(row => row.Holds(context, cancellation));

    /// <summary>What is wrong with conditions that no single field shows.</summary>
    /// <param name="field">The field that has them.</param>
    public static IEnumerable<FieldProblem> FindProblems(string field, IReadOnlyList<ConditionRow> rows)
    {
        foreach (var (index, row) in rows.Index())
        {
            if (row.UsesPattern && row.Right.Literal is not null && Pattern.FindProblem(row.Right.Text) is { } problem)
                yield return new($"{field}[{index}].right", problem);
            if (row.UsesType && row.Right.Literal is { } typed && row.How.FindProblem(typed) is { } other)
                yield return new($"{field}[{index}].right", other);
        }
    }

    /// <summary>less and greater with a typed number or date compare numbers or dates, not letters.</summary>
    Comparison How => new(Type == ComparedAs.Auto && Condition.IsOrder(Operator) && Right.Literal is { } typed ? TypeOf(typed) : Type, IgnoreCase);

    /// <summary>Whether the right side must be of the type.</summary>
    bool UsesType => Condition.IsOrder(Operator) || Operator is Operator.Equals or Operator.NotEquals;

    static ComparedAs TypeOf(JsonElement typed) =>
        ExactNumber.TryParseJson(Data.Json.AsText(typed), out _) ? ComparedAs.Number
        : WrittenDate.TryRead(Data.Json.AsText(typed), out _) ? ComparedAs.Date
        : ComparedAs.Auto;

    /// <summary>For <c>exists</c> a path may lead nowhere; for any other operator that is an error.</summary>
    bool Holds(ExpressionContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Operator is Operator.Exists or Operator.NotExists
            ? Condition.Holds(Left.Find(context, cancellation) ?? Data.Json.Null, Operator, default)
            : Condition.Holds(Left.Evaluate(context, cancellation), Operator, Right.Evaluate(context, cancellation), How);
    }
}
