namespace HtmxFlows.Tests.Nodes;

public sealed class FilterNodeTests
{
    const string Orders = """{"input": [{"id": 1, "total": 5}, {"id": 2, "total": 50, "vip": true}, {"id": 3, "total": 500}], "other": ["a", "b", "c"], "none": []}""";

    [Theory]
    [InlineData("""{"conditions": [{"left": "{{item.total}}", "operator": "greater", "right": "10"}]}""", """[{"id":2,"total":50,"vip":true},{"id":3,"total":500}]""")]
    [InlineData("""{"conditions": [{"left": "{{item.total}}", "operator": "greater", "right": "10"}, {"left": "{{item.vip}}", "operator": "exists"}]}""", """[{"id":2,"total":50,"vip":true}]""")]
    [InlineData("""{"conditions": [{"left": "{{item.total}}", "operator": "less", "right": "10"}, {"left": "{{item.vip}}", "operator": "exists"}], "match": "any"}""", """[{"id":1,"total":5},{"id":2,"total":50,"vip":true}]""")]
    [InlineData("""{"items": "{{other}}", "conditions": [{"left": "{{index}}", "operator": "not-equals", "right": "1"}]}""", """["a","c"]""")]
    [InlineData("""{"items": "{{other}}", "conditions": [{"left": "{{item}}", "operator": "equals", "right": "z"}]}""", "[]")]
    [InlineData("""{"items": "{{none}}", "conditions": [{"left": "{{nope}}", "operator": "is-true"}]}""", "[]")]
    public async Task It_keeps_the_items_for_which_conditions_hold(string data, string json) => Assert.Equal(json, await NodeTypes.Output("filter", data, Orders));

    [Theory]
    [InlineData("""{"conditions": [{"left": "{{item.vip}}", "operator": "is-true"}]}""", Orders, "Item 1: \"vip\" is missing in item (it has: id, total). Check the path or use {{default item.vip \"…\"}}.")]
    [InlineData("""{"conditions": [{"left": "{{item}}", "operator": "less", "right": "1"}]}""", """{"input": [0, []]}""", "Item 2: a list of 0 and the text “1” cannot be ordered. Compare texts, numbers or dates.")]
    [InlineData("""{"conditions": [{"left": "x", "operator": "is-true"}]}""", """{"input": {"a": []}}""", "The items are an object; a list is required. Use one expression that returns a list.")]
    [InlineData("""{"conditions": [{"left": "x", "operator": "is-true"}]}""", "{}", "The items are null; a list is required. Use one expression that returns a list.")]
    [InlineData("""{"items": "[1]", "conditions": [{"left": "x", "operator": "is-true"}]}""", "{}", "The items are the text “[1]”; a list is required. Use one expression that returns a list.")]
    public async Task A_value_that_cannot_be_filtered_is_reported(string data, string names, string message) => Assert.Equal(message, await NodeTypes.Failure("filter", data, names));

    [Theory]
    [InlineData("{}", "conditions: Add at least one condition.")]
    [InlineData("""{"conditions": [{"left": "x", "operator": "exists"}], "match": "none"}""", "match: Match must be one of all, any.")]
    [InlineData("""{"conditions": [{"left": "x", "operator": "exists"}], "items": "{{> x}}"}""", "items: `{{> x}}` is a partial, which is not supported.")]
    public void An_invalid_configuration_of_filter_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("filter", data));

    [Fact]
    public async Task Numbers_and_long_texts_stay_as_they_are()
    {
        var input = $$"""[1e400,-123456789012345678901234567890,"{{new string('x', 1_000_000)}}"]""";
        Assert.Equal(input, await NodeTypes.Output("filter", """{"conditions": [{"left": "{{item}}", "operator": "exists"}]}""", $$"""{"input": {{input}}}"""));
    }

    [Fact]
    public Task It_ends_when_it_is_cancelled() => Assert.ThrowsAsync<OperationCanceledException>(() => NodeTypes.Execute(
        "filter", """{"conditions": [{"left": "a", "operator": "exists"}]}""", """{"input": [1]}""", cancellation: new CancellationToken(true)));
}
