using HtmxFlows.Inputs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Inputs;

public sealed class FlowInputTests
{
    [Fact]
    public void Inputs_are_read_with_all_that_they_say()
    {
        var (flow, plan, problems) = Make(
            """
            {"name": "city", "type": "text", "label": "City", "required": true, "default": "Bern", "help": "Where?", "later": [1]},
            {"name": "size", "type": "choice", "choices": ["s", "m"], "default": null},
            {"name": "größe_2-x", "type": "number", "default": 12345678901234567890.50}
            """);

        Assert.Empty(problems);
        Assert.NotNull(plan);
        Assert.Equal(["City", "size", "größe_2-x"], flow.Inputs.Select(input => input.Title));
        Assert.Equal((FlowInputType.Text, true, "Where?", "Bern"), (flow.Inputs[0].Type, flow.Inputs[0].Required, flow.Inputs[0].Help, flow.Inputs[0].Default!.Value.GetString()));
        Assert.Equal(["s", "m"], flow.Inputs[1].Choices);
        Assert.Null(flow.Inputs[1].Default);
        Assert.Equal("12345678901234567890.50", flow.Inputs[2].Default!.Value.GetRawText());
        Assert.Contains("\"later\": [1]", flow.Source.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", "inputs: `inputs` is not a list.")]
    [InlineData("{}", "inputs: `inputs` is not a list.")]
    [InlineData("[7]", "inputs[0]: An input must be an object with a name and a type.")]
    [InlineData("""[{"type": "text"}]""", "inputs[0].name: Name is required.")]
    [InlineData("""[{"name": "a"}]""", "inputs[0].type: Type is required.")]
    [InlineData("""[{"name": "a", "type": "colour"}]""", "inputs[0].type: Type must be one of text, multiline, number, boolean, date, choice, json, file.")]
    [InlineData("""[{"name": "a", "type": "text", "required": "yes"}]""", "inputs[0].required: Required must be true or false.")]
    [InlineData("""[{"name": "a b", "type": "text"}]""", "inputs[0].name: `a b` is not a valid name. Start with a letter, and use up to 100 letters, digits, _ and -.")]
    [InlineData("""[{"name": "prompt", "type": "text"}]""", "inputs[0].name: The name “prompt” is reserved for the prompt. Use another name.")]
    [InlineData("""[{"name": "a", "type": "text"}, {"name": "a", "type": "number"}]""", "inputs[1].name: The input name `a` is used twice.")]
    [InlineData("""[{"name": "a", "type": "choice"}]""", "inputs[0].choices: Add at least one choice.")]
    [InlineData("""[{"name": "a", "type": "choice", "choices": [1]}]""", "inputs[0].choices: Choices must be a list of texts.")]
    [InlineData("""[{"name": "a", "type": "choice", "choices": ["x", "x"]}]""", "inputs[0].choices: Choices must be distinct and not empty.")]
    [InlineData("""[{"name": "a", "type": "text", "choices": ["x"]}]""", "inputs[0].choices: Only the type choice has choices.")]
    [InlineData("""[{"name": "a", "type": "choice", "choices": ["x"], "default": "y"}]""", "inputs[0].default: The default is not valid: a must be one of x.")]
    [InlineData("""[{"name": "a", "type": "number", "label": "Age", "default": "7"}]""", "inputs[0].default: The default is not valid: Age must be a number.")]
    [InlineData("""[{"name": "a", "type": "date", "default": "2030-02-30"}]""", "inputs[0].default: The default is not valid: a must be a date, e.g. 2030-01-31.")]
    public void What_is_wrong_with_an_input_is_said_at_its_field(string inputs, string problem)
    {
        var (_, plan, problems) = FlowPlan.Make(Flow(inputs), NodeTypes.Catalogue);

        Assert.Null(plan);
        Assert.Equal([problem], problems.Select(found => $"{found.Field}: {found.Message}"));
    }

    [Fact]
    public void Problems_of_inputs_nodes_and_references_are_reported_together()
    {
        var (_, _, problems) = FlowPlan.Make(
            """
            {
              "inputs": [{"name": "city", "type": "town"}],
              "nodes": [
                {"id": "a", "type": "template", "data": {"template": "{{run.input.city}} {{#if run.input.zip}}{{run.input.zip}}{{/if}} {{run.id}} {{run.input}}"}},
                {"id": "b", "type": "http", "data": {"url": "http://x", "query": [{"name": "q", "value": "{{@root.run.input.street}}"}]}},
                {"id": "c", "type": "fail"}
              ],
              "edges": [{"source": "b", "target": "b"}]
            }
            """, NodeTypes.Catalogue);

        Assert.Equal(
            [
                "inputs[0].type: Type must be one of text, multiline, number, boolean, date, choice, json, file.",
                "c message: Message is required.",
                "a template: `run.input.zip` is not declared. Add it to `inputs`, or use another input.",
                "b query[0].value: `run.input.street` is not declared. Add it to `inputs`, or use another input.",
                "b: These nodes form a loop: b → b. Remove one connection.",
            ],
            problems.Select(problem => $"{problem.Node}{(problem is { Node: not null, Field: not null } ? " " : "")}{problem.Field}: {problem.Message}"));
    }

    static string Flow(string inputs) =>
        $$$"""{"inputs": {{{inputs}}}, "nodes": [{"id": "a", "type": "template", "data": {"template": "x"}}]}""";

    static (Flow Flow, FlowPlan? Plan, IReadOnlyList<FlowProblem> Problems) Make(string inputs)
    {
        var (flow, plan, problems) = FlowPlan.Make(Flow($"[{inputs}]"), NodeTypes.Catalogue);
        return (flow!, plan, problems);
    }
}
