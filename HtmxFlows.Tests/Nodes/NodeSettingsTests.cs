using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Nodes;

public sealed class NodeSettingsTests
{
    [Fact]
    public void Without_settings_a_node_is_not_tried_again_and_fails_its_run() =>
        Assert.Equal(
            new NodeSettings
            {
                Retries = 0,
                Delay = 1,
                Factor = 2,
                MaxDelay = 300,
                Jitter = 0.1,
                Timeout = null,
                OnError = OnError.Fail,
                OnCrash = OnCrash.Retry,
                Join = Join.Arriving,
                Markdown = false,
                Note = "",
            },
            Read("{}"));

    [Fact]
    public void All_settings_are_read() =>
        Assert.Equal(
            new NodeSettings
            {
                Retries = 2,
                Delay = 0.5,
                Factor = 1.5,
                MaxDelay = 3600,
                Jitter = 0,
                Timeout = 9,
                OnError = OnError.Port,
                OnCrash = OnCrash.Fail,
                Join = Join.First,
                Markdown = true,
                Note = "n",
            },
            Read("""{"retries": 2, "delay": 0.5, "factor": 1.5, "maxDelay": 3600, "jitter": 0, "timeout": 9, """
                + """ "onError": "port", "onCrash": "fail", "join": "first", "markdown": true, "note": "n"}"""));

    [Theory]
    [InlineData("null")]
    [InlineData("""{"retries": null, "timeout": null, "onError": null, "note": null, "other": 1}""")]
    public void Settings_that_are_null_are_left_out(string settings) => Assert.Equal(new NodeSettings(), Read(settings));

    [Theory]
    [InlineData("5", "settings.: Settings must be an object.")]
    [InlineData("""{"retries": 101}""", "settings.retries: Retries must be a whole number from 0 to 100.")]
    [InlineData("""{"retries": 1.5}""", "settings.retries: Retries must be a whole number from 0 to 100.")]
    [InlineData("""{"retries": "1"}""", "settings.retries: Retries must be a whole number from 0 to 100.")]
    [InlineData("""{"delay": -1}""", "settings.delay: Delay must be a number from 0 to 86400.")]
    [InlineData("""{"delay": 1e400}""", "settings.delay: Delay must be a number from 0 to 86400.")]
    [InlineData("""{"delay": 301}""", "settings.delay: Delay must not be longer than the longest delay, 300 s.")]
    [InlineData("""{"delay": 2, "maxDelay": 1.5}""", "settings.delay: Delay must not be longer than the longest delay, 1.5 s.")]
    [InlineData("""{"factor": 0.5}""", "settings.factor: Factor must be a number from 1 to 10.")]
    [InlineData("""{"maxDelay": 86401}""", "settings.maxDelay: Longest delay must be a number from 0 to 86400.")]
    [InlineData("""{"jitter": 1.1}""", "settings.jitter: Jitter must be a number from 0 to 1.")]
    [InlineData("""{"markdown": "yes"}""", "settings.markdown: Markdown must be true or false.")]
    [InlineData("""{"timeout": 0}""", "settings.timeout: Time-out must be a number from 0.001 to 86400.")]
    [InlineData("""{"onError": "ignore"}""", "settings.onError: On error must be one of fail, continue, port.")]
    [InlineData("""{"onCrash": 1}""", "settings.onCrash: After a crash must be one of retry, fail.")]
    [InlineData("""{"join": "any"}""", "settings.join: Wait for must be one of arriving, all, first.")]
    [InlineData("""{"note": 1}""", "settings.note: Note must be text.")]
    public void An_invalid_setting_of_a_node_is_reported(string settings, string problem)
    {
        var found = FlowPlan.Make(Flow(settings), NodeTypes.Catalogue).Problems;
        Assert.Equal([problem], found.Select(each => $"{each.Field}: {each.Message}"));
    }

    [Theory]
    [InlineData("\"text\"", true, null, OutputFormat.Markdown)]
    [InlineData("\"text\"", true, OutputFormat.PassedOn, OutputFormat.Markdown)]
    [InlineData("\"text\"", false, OutputFormat.Markdown, OutputFormat.Markdown)]
    [InlineData("\"text\"", false, null, null)]
    [InlineData("{}", true, null, null)]
    [InlineData("{}", true, OutputFormat.PassedOn, OutputFormat.PassedOn)]
    public void A_text_is_shown_as_Markdown_if_the_settings_or_the_node_say_so(string output, bool markdown, OutputFormat? own, OutputFormat? shown) =>
        Assert.Equal(shown, new NodeSettings { Markdown = markdown }.FormatOf(Json.Parse(output), own));

    static NodeSettings Read(string settings) => FlowPlan.Make(Flow(settings), NodeTypes.Catalogue).Plan!.Nodes["a"].Settings;

    static string Flow(string settings) => Flows.Of($$"""a template {"template": "x", "settings": {{settings}} }""");
}
