using System.Net;
using HtmxFlows.Data;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Publishing activates triggers in its commit, and nothing else does. Cases 25 and 26 of the acceptance cases.</summary>
public sealed class ActivationTests(Hooks hooks) : IClassFixture<Hooks>
{
    WorkflowStore Workflows => hooks.App.Get<WorkflowStore>();

    [Fact]
    public async Task Another_workflow_cannot_publish_the_same_address_and_learns_whose_it_is()
    {
        var slug = Hooks.Slug();
        var first = (await Workflows.Create(new("The first", "", Flow(slug)))).Id();
        var second = (await Workflows.Create(new("The second", "", Flow($"{slug}2")))).Id();
        var expected = $"The address “{slug}” belongs to the workflow “The first”. Choose another one.";

        Assert.Equal(("hook", "slug", expected), Told(await Workflows.Update(second, 1, new("The second", "", Flow(slug)))));
        Assert.Equal(("hook", "slug", expected), Told(await Workflows.Create(new("A copy", "", Flow(slug)))));
        var draft = hooks.App.Get<DraftStore>().Find(second)!;
        await hooks.App.Get<DraftStore>().Save(draft, new("The second", "", Flow(slug)), "Took the address");
        var refused = Assert.IsType<PublishOutcome.Refused>(await hooks.App.Get<DraftPublication>().Publish(second, draft.Revision + 1, new()));
        Assert.Equal(expected, Assert.Single(refused.Problems).Message);

        // The draft may be kept, and the address is free when the first workflow gives it up.
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {slug}2")).Status);
        await Workflows.Update(first, 1, new("The first", "", App.Flow([App.Template("a", "x")])));
        Assert.IsType<PublishOutcome.Published>(await hooks.App.Get<DraftPublication>().Publish(second, draft.Revision + 1, new()));
        Assert.Equal(HttpStatusCode.NotFound, (await hooks.Call($"POST {slug}2")).Status);
        Assert.Equal(second, hooks.App.Get<ActiveHooks>().Find(slug)!.Workflow);

        static (string?, string?, string) Told(SaveOutcome outcome) => Assert.Single(outcome.Problems()) is var problem ? (problem.Node, problem.Field, problem.Message) : default;
    }

    [Fact]
    public async Task Two_publications_at_once_do_not_share_an_address()
    {
        var slug = Hooks.Slug();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Workflows.Create(new($"Rival {number}", "", Flow(slug)))));

        Assert.Single(outcomes, outcome => outcome is SaveOutcome.Saved);
        Assert.Equal(7, outcomes.Count(outcome => outcome is SaveOutcome.Invalid));
    }

    [Fact]
    public async Task Two_triggers_of_one_workflow_cannot_have_the_same_address()
    {
        var slug = Hooks.Slug();
        var problems = (await Workflows.Create(new("Twice", "", App.Flow([App.Node("a", "webhook", new { slug }), App.Node("b", "webhook", new { slug = $"{slug}/:id" })])))).Problems();

        Assert.Equal($"Another trigger of this workflow has the address “{slug}”. Choose another one.", Assert.Single(problems).Message);
    }

    [Fact]
    public async Task Triggers_may_swap_their_addresses()
    {
        var (a, b) = (Hooks.Slug(), Hooks.Slug());
        var id = (await Workflows.Create(new("Swap", "", Two(a, b)))).Id();

        await Workflows.Update(id, 1, new("Swap", "", Two(b, a)));

        Assert.Equal(("one", "other"), (hooks.App.Get<ActiveHooks>().Find(b)!.Node, hooks.App.Get<ActiveHooks>().Find(a)!.Node));

        static string Two(string one, string other) => App.Flow([App.Node("one", "webhook", new { slug = one }), App.Node("other", "webhook", new { slug = other })]);
    }

    [Fact]
    public async Task An_address_that_nobody_chose_has_22_letters_and_digits_and_stays()
    {
        var id = (await Workflows.Create(new("Secret", "", App.Flow([App.Node("hook", "webhook", new { })])))).Id();
        var key = hooks.App.Get<TriggerKeys>().KeyOf(id, "hook");

        Assert.Matches("^[0-9A-Za-z]{22}$", key);
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {key}")).Status);
        await Workflows.Update(id, 1, new("Secret", "", App.Flow([App.Node("hook", "webhook", new { }), App.Template("a", "x")])));
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {key}")).Status);
        Assert.NotEqual(key, hooks.App.Get<TriggerKeys>().KeyOf(id, "other"));
    }

    [Fact]
    public async Task A_draft_has_no_public_address()
    {
        var slug = Hooks.Slug();
        await hooks.App.MakeDraft("Not yet", [App.Node("hook", "webhook", new { slug }), App.Node("b", "nonsense", new { })]);

        Assert.Equal(HttpStatusCode.NotFound, (await hooks.Call($"POST {slug}")).Status);
    }

    [Fact]
    public async Task After_a_start_a_thousand_addresses_answer_at_once()
    {
        using var folder = new TemporaryFolder();
        await using (var before = new App("Production", ("HtmxFlows:Data", folder.Path)))
        {
            await before.Get<IDatabase>().Write(writer => true);
            for (var hook = 0; hook < 1000; hook += 20)
                Assert.NotEqual(Guid.Empty, (await before.Get<WorkflowStore>().Create(new($"Hooks {hook}", "", App.Flow([.. Enumerable.Range(hook, 20).Select(number => App.Node($"h{number}", "webhook", new { slug = $"hook-{number}" }))])))).Id());
        }

        await folder.WhenUnlocked();
        await using var after = new App("Production", ("HtmxFlows:Data", folder.Path));
        using var client = after.Visit();
        Assert.Equal(HttpStatusCode.Accepted, (await client.Call("POST /hook/hook-999", "{}")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await client.Call("POST /hook/hook-0", "{}")).Status);
    }

    static string Flow(string slug) => App.Flow([App.Node("hook", "webhook", new { slug })]);
}
