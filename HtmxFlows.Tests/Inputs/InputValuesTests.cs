using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Inputs;

public sealed class InputValuesTests
{
    static readonly IReadOnlyList<FlowInput> Declared = Flow.Parse(
        """
        {"nodes": [], "inputs": [
          {"name": "city", "type": "text", "label": "City", "required": true},
          {"name": "note", "type": "multiline"},
          {"name": "age", "type": "number", "default": 1.50},
          {"name": "fast", "type": "boolean", "default": true},
          {"name": "day", "type": "date"},
          {"name": "size", "type": "choice", "choices": ["s", "m"]},
          {"name": "extra", "type": "json"}
        ]}
        """).Flow!.Inputs;

    [Fact]
    public void Of_very_many_undeclared_values_some_are_listed()
    {
        var given = Json.From(Enumerable.Range(0, 100_000).ToDictionary(n => $"n{n}"));
        Assert.Equal(20, InputValues.OfJson([new() { Name = "a" }], given).Problems.Count);
    }

    [Fact]
    public void What_is_left_out_has_its_default_and_what_has_none_is_nothing() =>
        Assert.Equal("""{"city":"Bern","note":null,"age":1.50,"fast":true,"day":null,"size":null,"extra":null}""", OfJson("""{"city": "Bern"}"""));

    [Fact]
    public void Values_keep_their_types_and_numbers_their_digits() =>
        Assert.Equal("""{"city":" é","note":"a\nb","age":12345678901234567890.10,"fast":false,"day":"2030-01-31","size":"m","extra":{"x":[1.0]}}""",
            OfJson("""{"city": " \u00e9", "note": "a\nb", "age": 12345678901234567890.10, "fast": false, "day": "2030-01-31", "size": "m", "extra": {"x": [1.0]}}"""));

    [Fact]
    public void Null_is_nothing_even_if_there_is_a_default() =>
        Assert.Equal("""{"city":"Bern","note":null,"age":null,"fast":null,"day":null,"size":null,"extra":null}""", OfJson("""{"city": "Bern", "age": null, "fast": null}"""));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_with_its_field() =>
        Assert.Equal(
            """
            input.town: The workflow has no input `town`. Its inputs are `city`, `note`, `age`, `fast`, `day`, `size`, `extra`.
            input.city: City is required.
            input.note: note must be text.
            input.age: age must be a number.
            input.fast: fast must be true or false.
            input.day: day must be a date, e.g. 2030-01-31.
            input.size: size must be one of s, m.
            """,
            OfJson("""{"city": " ", "note": 7, "age": "7", "fast": "true", "day": "31.1.2030", "size": "M", "extra": 1, "town": "x"}"""));

    [Theory]
    [InlineData("[]", "input: The input must be an object with a value per name, but it is a list of 0.")]
    [InlineData("\"x\"", "input: The input must be an object with a value per name, but it is the text “x”.")]
    [InlineData("null", "input.city: City is required.")]
    public void An_input_that_is_no_object_is_refused(string json, string problem) => Assert.Equal(problem, OfJson(json));

    [Fact]
    public void A_workflow_without_inputs_takes_none()
    {
        Assert.Equal("nothing", Say(InputValues.OfJson([], null)));
        Assert.Equal("nothing", Say(InputValues.OfJson([], Json.EmptyObject)));
        Assert.Equal("input.a: The workflow has no inputs, so `a` is unknown. Send the text as prompt.", Say(InputValues.OfJson([], Json.Parse("""{"a": 1}"""))));
    }

    [Fact]
    public void Texts_of_a_form_become_values() =>
        Assert.Equal("""{"city":"Bern","note":"a\nb","age":0.5,"fast":false,"day":"2030-01-31","size":"s","extra":[1.0,null]}""",
            OfTexts(("city", "Bern"), ("note", "a\r\nb"), ("age", " .5 "), ("fast", "false"), ("day", "2030-01-31"), ("size", "s"), ("extra", " [1.0, null]")));

    [Fact]
    public void An_empty_field_is_nothing_and_a_field_that_is_not_there_its_default() =>
        Assert.Equal("""{"city":"Bern","note":null,"age":null,"fast":true,"day":null,"size":null,"extra":null}""",
            OfTexts(("city", "Bern"), ("note", ""), ("age", " "), ("extra", "")));

    [Theory]
    [InlineData("12345678901234567890.10", "12345678901234567890.10")]
    [InlineData("1e3", "1e3")]
    [InlineData("-0", "-0")]
    [InlineData("+5", "5")]
    public void A_number_that_is_written_as_JSON_writes_it_keeps_its_digits(string text, string number) =>
        Assert.Contains($"\"age\":{number},", OfTexts(("city", "x"), ("age", text)), StringComparison.Ordinal);

    [Fact]
    public void Texts_that_are_no_such_values_are_refused() =>
        Assert.Equal(
            """
            input.town: The workflow has no input `town`. Its inputs are `city`, `note`, `age`, `fast`, `day`, `size`, `extra`.
            input.city: City is required.
            input.age: age must be a number.
            input.fast: fast must be true or false.
            input.day: day must be a date, e.g. 2030-01-31.
            input.size: size must be one of s, m.
            input.extra: extra must be JSON.
            """,
            OfTexts(("city", "  "), ("age", "7 years"), ("fast", "on"), ("day", "2030-02-30"), ("size", "xl"), ("extra", "{x"), ("town", "")));

    [Fact]
    public void What_a_form_shows_of_a_value_is_read_as_the_same_value()
    {
        var values = InputValues.OfJson(Declared, Json.Parse("""{"city": "\"é\"", "note": "a\n\nb", "age": 1.10, "fast": false, "day": "2030-01-31", "size": "m", "extra": {"b": [1.0, "x"]}}""")).Input!.Value;

        var texts = Declared.ToDictionary(input => input.Name, input => InputValues.ToText(input, values.GetProperty(input.Name)));

        Assert.Equal(values.GetRawText(), InputValues.OfTexts(Declared, texts).Input!.Value.GetRawText());
    }

    static string OfJson(string json) => Say(InputValues.OfJson(Declared, Json.Parse(json)));

    static string OfTexts(params (string Name, string Text)[] texts) => Say(InputValues.OfTexts(Declared, texts.ToDictionary(text => text.Name, text => text.Text)));

    static string Say((System.Text.Json.JsonElement? Input, IReadOnlyList<FieldProblem> Problems) read) =>
        read.Problems.Count > 0 ? string.Join('\n', read.Problems.Select(problem => $"{problem.Field}: {problem.Message}")) : read.Input?.GetRawText() ?? "nothing";
}
