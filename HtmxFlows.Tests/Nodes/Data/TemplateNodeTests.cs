using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class TemplateNodeTests
{
    [Fact]
    public async Task It_writes_a_text_from_the_runs_data() =>
        Assert.Equal("\"Hello Ann, you are 7\"", await NodeTypes.Output(
            "template", """{"template": "Hello {{prompt}}, you are {{input.age}}"}""", """{"prompt": "Ann", "input": {"age": 7}}"""));

    [Fact]
    public async Task Markdown_is_marked_as_such()
    {
        var marked = await NodeTypes.Execute("template", """{"template": "*x*", "markdown": true}""");
        Assert.Equal(OutputFormat.Markdown, Assert.IsType<NodeOutcome.Completed>(marked).Format);
        var plain = await NodeTypes.Execute("template", """{"template": "*x*"}""");
        Assert.Null(Assert.IsType<NodeOutcome.Completed>(plain).Format);
    }

    [Theory]
    [InlineData("{}", "template: Template is required.")]
    [InlineData("""{"template": ""}""", "template: Template is required.")]
    [InlineData("""{"template": " "}""", "template: Template is required.")]
    [InlineData("""{"template": null}""", "template: Template is required.")]
    [InlineData("""{"template": "x", "markdown": "yes"}""", "markdown: Markdown must be true or false.")]
    [InlineData("""{"template": "{{> other}}"}""", "template: `{{> other}}` is a partial, which is not supported.")]
    public void An_invalid_configuration_of_template_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("template", data));

    [Fact]
    public void A_setting_that_is_null_is_left_out() => Assert.Empty(NodeTypes.Problems("template", """{"template": "x", "markdown": null}"""));

    [Fact]
    public void A_key_in_other_letters_is_another_key() =>
        Assert.Empty(NodeTypes.Problems("template", """{"template": "x", "MARKDOWN": "yes", "Template": 5}"""));

    [Fact]
    public async Task Nothing_is_escaped_and_nothing_is_executed() =>
        Assert.Equal("\"<b>{{prompt}}</b>\"", await NodeTypes.Output("template", """{"template": "<b>{{prompt}}</b>"}""", """{"prompt": "{{prompt}}"}"""));
}
