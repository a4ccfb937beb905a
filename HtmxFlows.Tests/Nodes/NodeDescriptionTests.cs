using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

/// <summary>The few words about its configuration on the card of a node.</summary>
public sealed class NodeDescriptionTests
{
    public static TheoryData<string> Types => [.. NodeTypes.Catalogue.Types.Select(type => type.Name)];

    [Theory]
    [InlineData("http", """{"method": "post", "url": "https://api.example.com/orders/{{input.id}}"}""", "POST api.example.com/orders/input.id")]
    [InlineData("http", """{"url": "{{settings.address}}"}""", "GET settings.address")]
    [InlineData("http", "{}", "")]
    [InlineData("filter", """{"conditions": [{"left": "{{item.status}}", "operator": "equals", "right": "paid"}]}""", "status = paid")]
    [InlineData("filter", """{"match": "any", "conditions": [{"left": "{{item.due}}", "operator": "less-or-equal", "right": "{{run.started}}"}, {"left": "{{item.paid}}", "operator": "is-true"}]}""", "due ≤ run.started or paid is true")]
    [InlineData("filter", """{"conditions": "none", "match": 7}""", "")]
    [InlineData("filter", """{"conditions": [7, {"left": "a"}]}""", "a …")]
    [InlineData("aggregate", """{"figures": [{"name": "sum", "operation": "sum", "path": "total"}, {"name": "n", "operation": "count"}], "groupBy": [{"path": "city"}]}""", "sum of total, count by city")]
    [InlineData("sort", """{"by": [{"path": "total", "direction": "descending"}, {"path": "name"}]}""", "total ↓, name ↑")]
    [InlineData("switch", """{"cases": [{"name": "large"}, {"name": "urgent"}]}""", "large, urgent")]
    [InlineData("limit", """{"count": "10"}""", "first 10")]
    [InlineData("compute", """{"sql": "SELECT *\n  FROM input"}""", "SELECT * FROM input")]
    [InlineData("for-each", """{"items": "{{orders}}", "workflow": "Send an invoice"}""", "orders → Send an invoice")]
    [InlineData("store", """{"operation": "get", "collection": "orders", "key": "{{input.id}}"}""", "get orders / input.id")]
    [InlineData("template", """{"template": "{{#if prompt}}{{prompt}}{{else}}nothing{{/if}}"}""", "prompt or nothing")]
    [InlineData("template", """{"template": "## **Paid**: {{input.total}}"}""", "Paid: input.total")]
    [InlineData("code", """{"script": "return 2 ** 3 ** 2;"}""", "return 2 ** 3 ** 2;")]
    [InlineData("template", """{"template": "**{{#if prompt}}{{prompt}}{{else}}nothing{{/if}}**"}""", "prompt or nothing")]
    [InlineData("set", """{"fields": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]}""", "a, b")]
    public void A_configuration_is_described_in_a_few_words(string type, string data, string expected) => Assert.Equal(expected, Describe(type, data));

    [Theory, MemberData(nameof(Types))]
    public void Every_type_describes_its_examples_on_one_line(string type) => Assert.All(NodeTypes.Catalogue.Find(type)!.Examples, example =>
    {
        var description = Describe(type, example.Data);
        Assert.Equal(example.Data == "{}", description.Length == 0);
        Assert.DoesNotContain('\n', description);
        Assert.DoesNotContain("{{", description, StringComparison.Ordinal);
    });

    [Theory, MemberData(nameof(Types))]
    public void A_configuration_of_other_kinds_of_values_is_described_without_an_error(string type)
    {
        var node = NodeTypes.Catalogue.Find(type)!;
        foreach (var value in new[] { "null", "7", "true", "[]", "{}", "[null, 1, []]", "\"{{\"" })
            Assert.NotNull(Describe(type, $$"""{{{string.Join(", ", node.Shape.Fields.Select(field => $"\"{field.Name}\": {value}"))}}}"""));
        Assert.NotNull(Describe(type, "[]"));
    }

    static string Describe(string type, string data) => NodeTypes.Catalogue.Find(type)!.Describe(new(Json.Parse(data)));
}
