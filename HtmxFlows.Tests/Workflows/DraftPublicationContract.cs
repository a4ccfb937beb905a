using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class DraftPublicationContract(TestDatabase place) : StoreContract(place)
{
    static readonly string First = Flows.Of("""a template {"template": "x"}"""), Second = Flows.Of("""a template {"template": "y"}"""), Third = Flows.Of("""a template {"template": "z"}""");

    Guid id;

    WorkflowStore Workflows => Get<WorkflowStore>();

    DraftStore Drafts => Get<DraftStore>();

    DraftPublication Publication => Get<DraftPublication>();

    public override async ValueTask InitializeAsync() => id = (await Workflows.Create(new("Name", "", First))).Id();

    Draft Now => Drafts.Find(id)!;

    Task<bool> Save(string flow) => Drafts.Save(Now, new("Name", "", flow), "Changed a");

    Task<PublishOutcome> Publish(int? over = null) => Publication.Publish(id, Now.Revision, new(), over);

    [Fact]
    public async Task Publishing_makes_a_version_and_keeps_the_history()
    {
        await Save(Second);

        Assert.Equal(new PublishOutcome.Published(2), await Publication.Publish(id, 1, new("Says y", "Ada")));

        Assert.Equal((2, 2, false, "Changed a"), (Now.BasedOn, Now.Current, Now.IsChanged, Now.Undo));
        Assert.Equal(2, Get<WorkflowPlans>().Newest(id));
        await Drafts.Move(Now, -1);
        Assert.Equal((First, true), (Now.Content.Flow, Now.IsChanged));
        Assert.Equal(("Says y", "Ada"), Workflows.FindVersion(id, 2) is { } version ? (version.Note, version.Author) : default);
    }

    [Fact]
    public async Task A_draft_with_problems_is_neither_published_nor_kept()
    {
        await Save("""{"nodes": []}""");

        Assert.NotEmpty(Assert.IsType<PublishOutcome.Refused>(await Publish()).Problems);
        Assert.NotEmpty(Assert.IsType<KeepOutcome.Invalid>(await Publication.Keep(Now)).Problems);
        Assert.Single(Workflows.Versions(id));
    }

    [Fact]
    public async Task A_draft_that_has_changed_since_it_was_seen_is_not_published()
    {
        await Save(Second);

        var conflict = Assert.IsType<PublishOutcome.Conflict>(await Publication.Publish(id, 0, new()));

        Assert.Equal(["Changed a"], conflict.Theirs.Select(change => change.Change));
        Assert.Single(Workflows.Versions(id));
    }

    [Fact]
    public async Task A_version_that_was_published_outside_the_editor_is_overwritten_only_if_it_is_named()
    {
        await Save(Second);
        await Workflows.Update(id, 1, new("Name", "", Third));

        Assert.Equal((1, 2, true), (Now.BasedOn, Now.Current, Now.IsChanged));
        Assert.Equal(2, Assert.IsType<PublishOutcome.Overtaken>(await Publish()).Draft.Current);
        Assert.Equal(new PublishOutcome.Published(3), await Publish(over: 2));
        Assert.Equal(Second, Workflows.FindVersion(id, 3)!.Flow);
    }

    [Fact]
    public async Task A_draft_of_a_deleted_workflow_is_gone()
    {
        var seen = Now;
        await Workflows.Delete(id);

        Assert.IsType<PublishOutcome.Gone>(await Publication.Publish(id, 0, new()));
        Assert.IsType<KeepOutcome.Gone>(await Publication.Keep(seen));
    }

    [Fact]
    public async Task A_draft_that_was_run_before_anything_was_published_does_not_differ_from_that_version()
    {
        var blank = (await Workflows.Create(new("Blank", "", """{"nodes": []}"""), asDraft: true)).Id();
        await Drafts.Save(Drafts.Find(blank)!, new("Blank", "", First), "Added a");

        Assert.Equal(new KeepOutcome.Kept(2), await Publication.Keep(Drafts.Find(blank)!));

        Assert.Equal((2, 2), Drafts.Find(blank) is { } draft ? (draft.BasedOn, draft.Current) : default);
        Assert.Equal(new PublishOutcome.Published(3), await Publication.Publish(blank, 1, new()));
    }

    [Fact]
    public async Task A_kept_draft_is_one_version_however_often_it_is_run_and_leaves_the_published_version_current()
    {
        await Save(Second);

        Assert.Equal(new KeepOutcome.Kept(2), await Publication.Keep(Now));
        Assert.Equal(new KeepOutcome.Kept(2), await Publication.Keep(Now));

        Assert.Equal((1, 2, 1), Workflows.Find(id) is { } found ? (found.Version, found.Latest, found.Current) : default);
        Assert.Equal(new PublishOutcome.Published(3), await Publish());
    }

    [Fact]
    public async Task A_failure_between_version_and_draft_publishes_nothing()
    {
        await Save(Second);
        // The version has been inserted then.
        await Refuse("UPDATE OF based_on ON drafts");

        await Assert.ThrowsAnyAsync<Exception>(() => Publish());

        Assert.Single(Workflows.Versions(id));
        Assert.Equal((1, 1, 1), (Now.BasedOn, Now.Current, Get<WorkflowPlans>().Newest(id)));
    }

    [Fact]
    public async Task A_failure_between_version_and_draft_keeps_nothing()
    {
        var blank = (await Workflows.Create(new("Blank", "", """{"nodes": []}"""), asDraft: true)).Id();
        await Drafts.Save(Drafts.Find(blank)!, new("Blank", "", First), "Added a");
        // The version has been inserted then.
        await Refuse("UPDATE OF based_on ON drafts");

        await Assert.ThrowsAnyAsync<Exception>(() => Publication.Keep(Drafts.Find(blank)!));

        Assert.Single(Workflows.Versions(blank));
    }
}
