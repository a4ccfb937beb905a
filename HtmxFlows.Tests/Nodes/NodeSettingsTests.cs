using HtmxFlows.Nodes;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Nodes;

public sealed class NodeSettingsTests
{
    [Fact]
    public void Without_settings_a_node_is_not_tried_again_and_fails_its_run() =>
        Assert.Equal(new NodeSettings { Retries = 0, Delay = 1, Timeout = null, OnError = OnError.Fail, OnCrash = OnCrash.Retry, Join = Join.Arriving, Note = "" }, Read("{}"));

    [Fact]
    public void All_settings_are_read() =>
        Assert.Equal(new NodeSettings { Retries = 2, Delay = 0.5, Timeout = 9, OnError = OnError.Port, OnCrash = OnCrash.Fail, Join = Join.First, Note = "n" },
            Read("""{"retries": 2, "delay": 0.5, "timeout": 9, "onError": "port", "onCrash": "fail", "join": "first", "note": "n"}"""));

    [Theory]
    [InlineData("null")]
    [InlineData("""{"retries": null, "timeout": null, "onError": null, "note": null, "other": 1}""")]
    public void Settings_that_are_null_are_left_out(string settings) => Assert.Equal(new NodeSettings(), Read(settings));

    [Theory]
    [InlineData("5", "settings.: Settings must be an object.")]
    [InlineData("""{"retries": 101}""", "settings.retries: Retries must be a whole number from 0 to 100.")]
    [InlineData("""{"retries": 1.5}""", "settings.retries: Retries must be a whole number from 0 to 100.")]
    [InlineData("""{"retries": "1"}""", "settings.retries: Retries must be a whole number from 0 to 100.")]
    [InlineData("""{"delay": -1}""", "settings.delay: Delay must be a number from 0 to 300.")]
    [InlineData("""{"delay": 1e400}""", "settings.delay: Delay must be a number from 0 to 300.")]
    [InlineData("""{"timeout": 0}""", "settings.timeout: Time-out must be a number from 0.001 to 86400.")]
    [InlineData("""{"onError": "ignore"}""", "settings.onError: On error must be one of fail, continue, port.")]
    [InlineData("""{"onCrash": 1}""", "settings.onCrash: After a crash must be one of retry, fail.")]
    [InlineData("""{"join": "any"}""", "settings.join: Wait for must be one of arriving, all, first.")]
    [InlineData("""{"note": 1}""", "settings.note: Note must be a text.")]
    public void A_bad_setting_is_told(string settings, string problem)
    {
        var found = FlowPlan.Make(Flow(settings), NodeTypes.Catalogue).Problems;
        Assert.Equal([problem], found.Select(each => $"{each.Field}: {each.Message}"));
    }

    static NodeSettings Read(string settings) => FlowPlan.Make(Flow(settings), NodeTypes.Catalogue).Plan!.Nodes["a"].Settings;

    static string Flow(string settings) => Flows.Of($$"""a template {"template": "x", "settings": {{settings}} }""");
}
