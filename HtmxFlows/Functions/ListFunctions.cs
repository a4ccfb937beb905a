using System.Numerics;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Functions;

/// <summary>Lists and objects. Items are compared and ordered as everywhere in the product.</summary>
public sealed class ListFunctions : FunctionFamily
{
    public override string Title => "Lists and objects";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("first list", "The first item; null if there is none.", """{{first lines}}""", call => call.List(0).GetArrayLength() is 0 ? Json.Null : call[0][0]),
        new("last list", "The last item; null if there is none.", """{{last lines}}""", call => call.List(0).GetArrayLength() is > 0 and var length ? call[0][length - 1] : Json.Null),
        new("count list", "The number of items.", """{{count lines}}""", call => Json.From(call.List(0).GetArrayLength())),
        new("sum list [path]", "The sum of the items, or of a field of each; null and missing ones do not count.", """{{sum lines "price"}}""", call => call.Result(Total(call, [.. Numbers(call)]))),
        new("average list [path]", "The average of the items, or of a field of each; null if there is none.", """{{average lines "price"}}""", Average),
        new("unique list [path]", "The list without items that are equal to an earlier one, or have an equal field.", """{{unique (pluck lines "price")}}""", Unique),
        new("pluck list path", "A field of each item, as a list; null where it is missing.", """{{pluck lines "sku"}}""", call => call.ListOf(call.Items(0).Select(Taken(call.Path(1))))),
        new("sort-by list [path] [direction]", "The list in order of its items, or of a field of each; ascending or descending.", """{{pluck (sort-by lines "price" "descending") "sku"}}""", SortBy),
        new("reverse list", "The list from its end to its start.", """{{reverse (pluck lines "sku")}}""", call => call.ListOf(call.Items(0).Reverse())),
        new("concat lists…", "The items of all lists, as one list.", """{{concat (pluck lines "sku") (list "X" 1)}}""", call => call.ListOf(Enumerable.Range(0, call.Count).SelectMany(call.Items))),
        new("list values…", "A list of the values.", """{{list order.number "X" true}}""", call => call.ListOf(Enumerable.Range(0, call.Count).Select(index => call[index]))),
        new("keys object", "The names of the fields, as a list.", """{{keys order}}""", call => call.ListOf(call.Object(0).EnumerateObject().Select(field => field.Name))),
        new("values object", "The values of the fields, as a list.", """{{values (first lines)}}""", call => call.ListOf(call.Object(0).EnumerateObject().Select(field => field.Value))),
    ];

    static JsonElement Average(FunctionCall call)
    {
        BigInteger[] numbers = [.. Numbers(call)];
        return numbers.Length == 0 ? Json.Null : call.Result(FunctionValues.Rounded(Total(call, numbers), numbers.Length));
    }

    static BigInteger Total(FunctionCall call, IReadOnlyList<BigInteger> numbers) => numbers.Aggregate(BigInteger.Zero, (sum, number) =>
    {
        call.Cancellation.ThrowIfCancellationRequested();
        return sum + number;
    });

    static IEnumerable<BigInteger> Numbers(FunctionCall call)
    {
        var path = call.Path(1);
        return call.Items(0).Select((item, index) => (Value: ValuePath.Take(path, item), index)).Where(found => found.Value is not null).Select(found =>
            FunctionValues.Units(found.Value!.Value)
                ?? throw call.Fail($"the value of item {found.index + 1} is {Json.Describe(found.Value!.Value)}, not a number of at most {ExactNumber.Places} digits before and after the decimal point."));
    }

    static JsonElement Unique(FunctionCall call)
    {
        var path = call.Path(1);
        var comparison = new Comparison();
        return call.ListOf(call.Items(0).DistinctBy(item => comparison.Of(ValuePath.Take(path, item))));
    }

    static JsonElement SortBy(FunctionCall call)
    {
        var (path, comparison) = (call.Path(1), new Comparison());
        var order = call.Count > 2 && call.Choice(2, ("descending", true), ("ascending", false)) ? ComparedValue.Descending : ComparedValue.Ascending;
        return call.ListOf(call.Items(0).OrderBy(
            item => comparison.Of(ValuePath.Take(path, item)) is { HasOrder: true } value ? value : throw call.Fail("the list has values that are lists or objects, which have no order. Give the path of a field."),
            order));
    }

    static Func<JsonElement, JsonElement> Taken(ValuePath? path) => item => path!.Find(item) ?? Json.Null;
}
