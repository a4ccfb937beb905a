using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class SetNodeTests
{
    [Fact]
    public async Task It_makes_an_object_in_the_order_of_its_fields() =>
        Assert.Equal("""{"city":"Ulm","z":"1","list":[1,2]}""", await NodeTypes.Output("set",
            """{"fields": [{"name": "city", "value": "{{prompt}}"}, {"name": "z", "value": "1"}, {"name": "list", "value": "{{input}}"}]}""",
            """{"prompt": "Ulm", "input": [1,2]}"""));

    [Theory]
    [InlineData("auto", "\"5\"", "\"5\"")]
    [InlineData("auto", "5", "5")]
    [InlineData("text", "5", "\"5\"")]
    [InlineData("text", "\"{{input}}\"", "\"{\\\"a\\\":1}\"")]
    [InlineData("number", "\"12345678901234567890.50\"", "12345678901234567890.50")]
    [InlineData("number", "\"-1e3\"", "-1e3")]
    [InlineData("boolean", "\"true\"", "true")]
    [InlineData("boolean", "false", "false")]
    [InlineData("boolean", "1", "true")]
    [InlineData("boolean", "\"TRUE\"", "true")]
    [InlineData("boolean", "\"no\"", "false")]
    [InlineData("date", "\"2030-01-31t09:00:00z\"", "\"2030-01-31T09:00:00+00:00\"")]
    [InlineData("date", "\"Thu, 31 Jan 2030 09:00:00 +0100\"", "\"2030-01-31T09:00:00+01:00\"")]
    [InlineData("number", "1e400", "1e400")]
    [InlineData("number", "123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("date", "\"2030-01-31\"", "\"2030-01-31T00:00:00+00:00\"")]
    [InlineData("date", "\"2030-01-31T09:00:00.25+01:00\"", "\"2030-01-31T09:00:00.25+01:00\"")]
    [InlineData("list", "\"[1, {}]\"", "[1,{}]")]
    [InlineData("list", "[]", "[]")]
    [InlineData("object", "\"{{input}}\"", """{"a":1}""")]
    [InlineData("object", "\"{}\"", "{}")]
    [InlineData("json", "\"[1, {}]\"", "[1,{}]")]
    [InlineData("json", "\"{{input}}\"", """{"a":1}""")]
    [InlineData("json", "\"null\"", "null")]
    public async Task A_value_becomes_what_its_type_says(string type, string value, string json) =>
        Assert.Equal($$"""{"x":{{json}}}""", await NodeTypes.Output("set",
            $$"""{"fields": [{"name": "x", "type": "{{type}}", "value": {{value}}}]}""", """{"input":{"a":1}}"""));

    [Theory]
    [InlineData("number", "a few", "The field `x` must be a number, but its value is the text “a few”.")]
    [InlineData("number", "", "The field `x` must be a number, but its value is the text “”.")]
    [InlineData("number", "[1]", "The field `x` must be a number, but its value is the text “[1]”.")]
    [InlineData("boolean", "2", "The field `x` must be one of true, yes, on, y, t, 1, or false, no, off, n, f, 0, but its value is the text “2”.")]
    [InlineData("date", "2030-01-31 9:00 PM", "The field `x` must be a date in ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100, but its value is the text “2030-01-31 9:00 PM”.")]
    [InlineData("date", "tomorrow", "The field `x` must be a date in ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100, but its value is the text “tomorrow”.")]
    [InlineData("date", "2030-02-31", "The field `x` must be a date in ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100, but its value is the text “2030-02-31”.")]
    [InlineData("list", "{}", "The field `x` must be a list, but its value is the text “{}”.")]
    [InlineData("object", "[1]", "The field `x` must be an object, but its value is the text “[1]”.")]
    [InlineData("json", "{", "The field `x` must be JSON, but its value is the text “{”.")]
    [InlineData("json", """{"a":1,"a":2}""", "The field `x` must be JSON, but its value is the text “{\"a\":1,\"a\":2}”.")]
    public async Task A_value_that_cannot_become_its_type_fails(string type, string prompt, string message) =>
        Assert.Equal(message, await NodeTypes.Failure("set",
            $$$"""{"fields": [{"name": "x", "type": "{{{type}}}", "value": "{{prompt}}"}]}""", Json.From(new { prompt }).GetRawText()));

    [Fact]
    public async Task Keep_keeps_the_fields_of_the_input_that_are_not_set() =>
        Assert.Equal("""{"a":"new","b":2,"c":"3"}""", await NodeTypes.Output("set",
            """{"keep": true, "fields": [{"name": "a", "value": "new"}, {"name": "c", "value": "3"}]}""", """{"input": {"a": 1, "b": 2}}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"input": null}""")]
    public async Task Keep_without_an_input_keeps_nothing(string names) =>
        Assert.Equal("""{"a":"1"}""", await NodeTypes.Output("set", """{"keep": true, "fields": [{"name": "a", "value": "1"}]}""", names));

    [Fact]
    public async Task Keep_of_what_has_no_fields_fails() =>
        Assert.Equal("The input is a list of 2, which has no fields to keep. Turn off Keep other fields, or pass an object.",
            await NodeTypes.Failure("set", """{"keep": true, "fields": [{"name": "a", "value": "1"}]}""", """{"input": [1, 2]}"""));

    [Theory]
    [InlineData("{}", "fields: Add at least one field.")]
    [InlineData("""{"fields": []}""", "fields: Add at least one field.")]
    [InlineData("""{"fields": "x"}""", "fields: Fields must be a list of objects.")]
    [InlineData("""{"fields": [1]}""", "fields: Fields must be a list of objects.")]
    [InlineData("""{"fields": [{}]}""", "fields[0].name: Name is required.")]
    [InlineData("""{"fields": [{"name": "a", "value": "1", "type": "integer"}]}""", "fields[0].type: Type must be one of auto, text, number, boolean, date, list, object, json.")]
    [InlineData("""{"fields": [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]}""", "fields[1].name: The name `a` is used twice.")]
    [InlineData("""{"fields": [{"name": "a", "value": "{{"}, {"name": 5, "value": "{{> x}}"}]}""", "fields[1].name: Name must be text.")]
    [InlineData("""{"fields": [{"name": "a", "value": "{{> x}}"}], "keep": 1}""", "keep: Keep other fields must be true or false.")]
    [InlineData("""{"fields": [{"name": "a", "value": "{{> x}}"}]}""", "fields[0].value: `{{> x}}` is a partial, which is not supported.")]
    public void An_invalid_configuration_of_set_is_reported(string data, params string[] problems) => Assert.Equal(problems, NodeTypes.Problems("set", data));

    [Fact]
    public void A_setting_that_is_null_is_left_out() =>
        Assert.Empty(NodeTypes.Problems("set", """{"keep": null, "fields": [{"name": "a", "value": "1", "type": null}]}"""));

    [Theory]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("<script>")]
    public async Task A_hostile_name_is_a_name(string name) =>
        Assert.Equal($$"""{"{{name}}":"1"}""", await NodeTypes.Output("set", $$"""{"fields": [{"name": "{{name}}", "value": "1"}]}"""));
}
