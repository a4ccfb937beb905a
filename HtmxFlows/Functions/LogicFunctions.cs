using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Expressions;

namespace HtmxFlows.Functions;

/// <summary>Comparisons, which are those of conditions, and what is made of them.</summary>
public sealed class LogicFunctions : FunctionFamily
{
    static readonly (string Word, ComparedAs Type)[] Types =
        [("text", ComparedAs.Text), ("number", ComparedAs.Number), ("date", ComparedAs.Date), ("boolean", ComparedAs.Boolean)];

    public override string Title => "Logic";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        Compare("eq", "equals", "eq order.number 42", Operator.Equals),
        Compare("ne", "does not equal", "ne order.customer \"Ada\"", Operator.NotEquals),
        Compare("gt", "is greater than", "gt order.total 1000 \"number\"", Operator.Greater),
        Compare("gte", "is greater than or equals", "gte order.number 42", Operator.GreaterOrEqual),
        Compare("lt", "is less than", "lt order.date \"2030-02-01\" \"date\"", Operator.Less),
        Compare("lte", "is less than or equals", "lte order.number 41", Operator.LessOrEqual),
        new("and value more…", "Whether all values count as true, as in #if: not null, false, 0, or empty.", """{{and order.paid (gt order.number 40)}}""", call => FunctionValues.Of(Values(call).All(IsTrue))),
        new("or value more…", "Whether one of the values counts as true.", """{{or order.discount order.paid}}""", call => FunctionValues.Of(Values(call).Any(IsTrue))),
        new("not value", "Whether the value does not count as true.", """{{not order.paid}}""", call => FunctionValues.Of(!IsTrue(call[0]))),
        new("choose condition yes no", "The second value if the first counts as true, otherwise the third.", """{{choose order.paid "paid" "open"}}""", call => IsTrue(call[0]) ? call[1] : call[2]),
    ];

    static Function Compare(string name, string verb, string example, Operator @operator) =>
        new($"{name} left right [type]", $"Whether left {verb} right; compared as text, number, date or boolean if a type is given.", $"{{{{{example}}}}}", call => Holds(call, @operator));

    static JsonElement Holds(FunctionCall call, Operator @operator)
    {
        var how = new Comparison(call.Count > 2 ? call.Choice(2, Types) : ComparedAs.Auto);
        try
        {
            return FunctionValues.Of(Condition.Holds(call[0], @operator, call[1], how));
        }
        catch (NodeException error)
        {
            throw call.Fail(error.Message);
        }
    }

    static IEnumerable<JsonElement> Values(FunctionCall call) => Enumerable.Range(0, call.Count).Select(index => call[index]);

    /// <summary>What <c>#if</c> says of the value.</summary>
    static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Number => !ExactNumber.TryParse(value.GetRawText(), out var number) || number.Sign != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.GetPropertyCount() > 0,
        _ => true,
    };
}
