using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>What the nodes for lists have in common: the list that they work on, and numbers that say how much of it.</summary>
static class ListInput
{
    public const string Help = "A list, e.g. {{fetch.body.items}}. Default: the input.";

    /// <summary>The items of the list.</summary>
    /// <exception cref="NodeException">It is no list.</exception>
    public static IReadOnlyList<JsonElement> Items(Template? field, NodeContext context, CancellationToken cancellation) => Items(context.ValueOrInput(field, cancellation));

    /// <inheritdoc cref="Items(Template?, NodeContext, CancellationToken)"/>
    public static IReadOnlyList<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()]
        : throw new NodeException($"The items are {Json.Describe(list)}; a list is required. Use one expression that returns a list.");

    /// <summary>The same, as long as nobody cancels.</summary>
    public static IEnumerable<T> WithCancellation<T>(this IEnumerable<T> items, CancellationToken cancellation)
    {
        foreach (var item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <summary>A whole number from a field.</summary>
    /// <param name="label">What the field is called.</param>
    /// <exception cref="NodeException">It is none, or less than the least.</exception>
    public static int Count(Template field, string label, int least, NodeContext context, CancellationToken cancellation)
    {
        var text = field.Render(context, cancellation);
        return TryCount(text, least, out var count) ? count : throw new NodeException(Problem(label, text, least));
    }

    /// <summary>What is wrong with a field that has such a number in it and no expression.</summary>
    public static IEnumerable<FieldProblem> FindProblems(string name, string label, Template? field, int least)
    {
        if (field is { Text.Length: > 0 } && field.Syntax.Expressions.Count == 0 && !TryCount(field.Text, least, out _))
            yield return new(name, Problem(label, field.Text, least));
    }

    /// <summary>A whole number however it is written: SQL also gives 2.0.</summary>
    static bool TryCount(string text, int least, out int count)
    {
        var whole = ExactNumber.TryParse(text, out var number) && number.ToInt64() is { } value && value >= least && value <= int.MaxValue ? (int?)value : null;
        count = whole ?? 0;
        return whole is not null;
    }

    static string Problem(string label, string text, int least) =>
        $"{label} is {Json.Describe(Json.Text(text))}; a whole number from {least} to {int.MaxValue} is required.";
}
