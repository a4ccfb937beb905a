namespace HtmxFlows.Tests.Functions;

public sealed class ListFunctionsTests
{
    [Theory]
    [InlineData("{{first list}}", "3")]
    [InlineData("{{last list}}", "2")]
    [InlineData("{{first empty}}", "null")]
    [InlineData("{{default (last empty) \"none\"}}", "\"none\"")]
    [InlineData("{{count list}}", "3")]
    [InlineData("{{sum list}}", "6")]
    [InlineData("{{sum rows \"v\"}}", "12.5")]
    [InlineData("{{sum empty}}", "0")]
    [InlineData("{{average list}}", "2")]
    [InlineData("{{average empty}}", "null")]
    [InlineData("{{average (list 1 1 2)}}", "1.3333333333333333333333333333")]
    [InlineData("{{unique (list 1 \"1\" 1 none none)}}", "[1,\"1\",null]")]
    [InlineData("{{pluck (unique rows \"k\") \"k\"}}", "[\"b\",\"a\",\"c\"]")]
    [InlineData("{{pluck rows \"v\"}}", "[2.50,\"10\",null]")]
    [InlineData("{{pluck rows \"x.y\"}}", "[null,null,null]")]
    [InlineData("{{sort-by list}}", "[1,2,3]")]
    [InlineData("{{pluck (sort-by rows \"k\") \"k\"}}", "[\"a\",\"b\",\"c\"]")]
    [InlineData("{{pluck (sort-by rows \"v\" \"descending\") \"k\"}}", "[\"b\",\"a\",\"c\"]")]
    [InlineData("{{reverse list}}", "[2,1,3]")]
    [InlineData("{{concat list empty (list prompt)}}", "[3,1,2,\"hi\"]")]
    [InlineData("{{list 1 yes none}}", "[1,true,null]")]
    [InlineData("{{keys (first rows)}}", "[\"k\",\"v\"]")]
    [InlineData("{{values (first rows)}}", "[\"b\",2.50]")]
    [InlineData("{{#each (sort-by list)}}{{this}};{{/each}}", "\"1;2;3;\"")]
    [InlineData("{{#with (first rows)}}{{k}}{{/with}}", "\"b\"")]
    [InlineData("{{lookup (first rows) \"k\"}}", "\"b\"")]
    public void A_list_function_returns_its_value(string template, string json) => Assert.Equal(json, Call.Value(template));

    [Theory]
    [InlineData("{{first text}}", "`first`: list is the text “Ada Lovelace”; a list is required.")]
    [InlineData("{{keys list}}", "`keys`: object is a list of 3; an object is required.")]
    [InlineData("{{sum (list 1 \"x\")}}", "`sum`: the value of item 2 is the text “x”, not a number")]
    [InlineData("{{sort-by rows}}", "`sort-by`: the list has values that are lists or objects, which have no order.")]
    [InlineData("{{sort-by list \"this\" \"up\"}}", "`sort-by`: direction is the text “up”; one of descending, ascending is required.")]
    [InlineData("{{pluck rows \"a b\"}}", "`pluck`: “a b” is not a path.")]
    [InlineData("{{concat list text}}", "`concat`: lists is the text “Ada Lovelace”; a list is required.")]
    public void A_value_that_is_not_a_list_is_refused(string template, string message) =>
        Assert.StartsWith(message, Call.Failure(template), StringComparison.Ordinal);
}
