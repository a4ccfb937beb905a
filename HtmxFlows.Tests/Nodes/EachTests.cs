using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Nodes;

public sealed class EachTests
{
    [Fact]
    public void Every_step_that_neither_chooses_a_port_nor_waits_can_run_for_each_item() => Assert.Equal(
        ["aggregate", "archive", "code", "compute", "csv", "date", "fail", "file", "filter", "hash", "html", "http", "json", "limit", "merge", "model", "pdf", "remember", "rename-fields", "set", "sort", "split", "spreadsheet", "store", "template", "unique", "xml"],
        NodeTypes.Catalogue.Types.Where(type => type.WhyNotEach is null).Select(type => type.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("branch", """ "conditions": [{"left": "a", "operator": "exists"}] """, "This node chooses a port, which it cannot do for each item. Filter the list, or use a for-each node to run a workflow for each item.")]
    [InlineData("workflow", """ "workflow": "Other" """, "This node waits, which it cannot do for each item. Use a for-each node to run a workflow for each item.")]
    [InlineData("wait", """ "seconds": "1" """, "This node waits, which it cannot do for each item. Use a for-each node to run a workflow for each item.")]
    [InlineData("respond", """ "value": "x" """, "Only a node that does a part of the work can run for each item.")]
    public void A_node_that_cannot_run_for_each_item_is_a_problem(string type, string data, string message) =>
        Assert.Equal([("settings.each", message)], Problems($$$"""n {{{type}}} { {{{data}}}, "settings": {"each": {"items": [1]} }}"""));

    [Theory]
    [InlineData("1", "settings.each", "For each item must be an object.")]
    [InlineData("{}", "settings.each.items", "Items is required.")]
    [InlineData("""{"items": "{{a", "parallel": 101}""", "settings.each.parallel", "In parallel must be a whole number from 1 to 100.")]
    [InlineData("""{"items": [1], "parallel": 0}""", "settings.each.parallel", "In parallel must be a whole number from 1 to 100.")]
    [InlineData("""{"items": [1], "onFailure": "go"}""", "settings.each.onFailure", "On failure must be one of stop, collect.")]
    [InlineData("""{"items": "{{nothing}}"}""", "settings.each.items", "No node is called \"nothing\".")]
    [InlineData("""{"items": "{{item}}"}""", "settings.each.items", "No node is called \"item\".")]
    [InlineData("""{"items": "{{split secrets.KEY ''}}"}""", "settings.each.items", "Secrets cannot be in a list of items, which is stored. Use {{secrets.NAME}} in the field of the node that sends it.")]
    public void Wrong_settings_are_problems_of_their_field(string each, string field, string message) =>
        Assert.Equal([(field, message)], Problems($$$"""n template {"template": "x", "settings": {"each": {{{each}}} }}"""));

    [Fact]
    public void Only_a_node_with_items_sees_an_item()
    {
        Assert.Equal([("template", "No node is called \"item\".")], Problems("""n template {"template": "{{item}}"}"""));
        Assert.Empty(Problems("""n template {"template": "{{item}} {{index}}", "settings": {"each": {"items": [1]}}}"""));
    }

    [Fact]
    public void The_list_follows_a_node_that_is_renamed()
    {
        var editor = new FlowEditor(Flows.Of("""list set {"fields": [{"name": "all", "value": []}]}""" + "\n" + """n template {"template": "{{item}}", "settings": {"each": {"items": "{{list.all}}"}}}""" + "\nlist -> n"), NodeTypes.Catalogue);
        editor.Rename("list", "source");
        Assert.Contains("{{source.all}}", editor.Flow, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_moves_out_takes_what_its_list_refers_to()
    {
        var editor = new FlowEditor(Flows.Of("""list set {"fields": [{"name": "all", "value": []}]}""" + "\n" + """n template {"template": "{{item}}", "settings": {"each": {"items": "{{list.all}}"}}}""" + "\nlist -> n"), NodeTypes.Catalogue);
        Assert.Contains("{{run.input.from_list.all}}", editor.MoveOut(["n"], "Other").Moved, StringComparison.Ordinal);
    }

    static (string?, string)[] Problems(string flow) =>
        [.. FlowPlan.Make(Flows.Of(flow), NodeTypes.Catalogue).Problems.Select(problem => (problem.Field, problem.Message))];
}
