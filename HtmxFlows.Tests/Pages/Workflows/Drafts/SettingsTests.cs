using HtmxFlows.Tests.Web;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class SettingsTests(App app)
{
    [Fact]
    public async Task The_settings_hold_the_name_the_inputs_and_the_limit()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Settings");
        var page = await visitor.Edit(workflow, "panel=settings");

        page = await visitor.Submit(page.Draft("settings"), button: "Add input");
        page = await visitor.Submit(page.Draft("settings"),
            Values(("name", "Set"), ("flow.inputs[0].name", "city"), ("flow.inputs[0].type", "text"), ("flow.concurrency.limit", "2")));
        Assert.Equal("city", page.Field("flow.inputs[0].name"));
        var shown = await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"));

        Assert.Equal("Set", shown.One("h1").Words());
        Assert.NotEmpty(shown.All("[name='input.city']"));
        Assert.Equal(2, app.Get<WorkflowPlans>().Concurrency(workflow)!.Limit);
    }

    [Fact]
    public async Task The_settings_hold_a_key_a_rate_and_a_quiet_time_and_report_their_problems()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Settings with a rate");
        var page = await visitor.Edit(workflow, "panel=settings");

        page = await visitor.Submit(page.Draft("settings"), Values(("flow.concurrency.key", "{{nobody}}")));
        Assert.Equal("{{nobody}}", page.Field("flow.concurrency.key"));
        Assert.Equal("Give a limit, a rate or a debounce.", page.One($"#{DomIds.Field("flow.concurrency.limit")}-problem").Words());

        page = await visitor.Submit(page.Draft("settings"), Values(("flow.concurrency.rate", "5"), ("flow.concurrency.per", "10s"), ("flow.concurrency.debounce", "3s")));
        Assert.StartsWith("nobody is not known when a run starts.", page.One($"#{DomIds.Field("flow.concurrency.key")}-problem").Words(), StringComparison.Ordinal);

        page = await visitor.Submit(page.Draft("settings"), Values(("flow.concurrency.key", "{{prompt}}")));
        await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"));

        var concurrency = app.Get<WorkflowPlans>().Concurrency(workflow)!;
        Assert.Equal((5, "10s", "3s", "{{prompt}}"), (concurrency.Rate, concurrency.Per, concurrency.Debounce, concurrency.Key!.Text));
    }

    [Fact]
    public async Task The_settings_offer_the_other_workflows_for_failures_and_the_handler_learns_of_its_caller_when_it_is_renamed()
    {
        using var visitor = app.Visit();
        var handler = await app.MakeGreeting("Handler of failures");
        var workflow = await app.MakeGreeting("With a handler");
        var page = await visitor.Edit(workflow, "panel=settings");
        Assert.DoesNotContain("With a handler", page.All("[name='flow.settings.onFailure'] option").Select(option => option.GetAttribute("value")));

        page = await visitor.Submit(page.Draft("settings"), Values(("flow.settings.onFailure", "Handler of failures")));
        await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"));

        Assert.Equal("Handler of failures", page.One("[name='flow.settings.onFailure'] option[selected]").GetAttribute("value"));
        Assert.Equal("Handler of failures", app.Get<WorkflowPlans>().FindFlow(workflow, app.Get<WorkflowPlans>().Newest(workflow)!.Value)!.OnFailure);
        page = await visitor.Edit(handler, "panel=settings");
        page = await visitor.Submit(page.Draft("settings"), Values(("name", "Another name")));
        Assert.Contains("“With a handler” calls this workflow by the name “Handler of failures” and will not find it under the new name. Change the name in its settings.", page.One("#panel").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nobody", "“Nobody”")]
    [InlineData("Failing for itself", "A workflow cannot handle its own failures. Choose another one.")]
    public async Task A_workflow_for_failures_is_checked(string name, string problem)
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeGreeting("Failing for itself"), "panel=settings");

        page = await visitor.Submit(page.Draft("settings"), Values(("name", "Failing for itself"), ("flow.settings.onFailure", name)));

        Assert.Contains(problem, page.One($"#{DomIds.Field("flow.settings.onFailure")}-problem").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_is_removed_again()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeAsking("Asked less", """[{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]""", [App.Template("x", "x")]), "panel=settings");

        page = await visitor.Submit(page.Draft("settings"), button: "row=inputs[0]");

        Assert.Equal("b", page.Field("flow.inputs[0].name"));
        Assert.Empty(page.All("[name='flow.inputs[1].name']"));
    }
}
