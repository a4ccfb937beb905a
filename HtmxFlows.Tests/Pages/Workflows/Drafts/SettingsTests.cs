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
    public async Task An_input_is_removed_again()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeAsking("Asked less", """[{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]""", [App.Template("x", "x")]), "panel=settings");

        page = await visitor.Submit(page.Draft("settings"), button: "row=inputs[0]");

        Assert.Equal("b", page.Field("flow.inputs[0].name"));
        Assert.Empty(page.All("[name='flow.inputs[1].name']"));
    }
}
