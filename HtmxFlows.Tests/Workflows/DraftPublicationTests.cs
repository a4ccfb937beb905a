using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class DraftPublicationTests : IDisposable
{
    static readonly string First = Flows.Of("""a template {"template": "x"}"""), Second = Flows.Of("""a template {"template": "y"}"""), Third = Flows.Of("""a template {"template": "z"}""");

    readonly TemporaryFolder folder = new();
    readonly ManualTime time = new();
    readonly IDatabase database;
    readonly WorkflowServices services;
    readonly WorkflowStore workflows;
    readonly DraftStore drafts;
    readonly DraftPublication publication;
    readonly Guid id;

    public DraftPublicationTests()
    {
        database = folder.Open();
        services = new(database, time);
        (workflows, drafts, publication) = (services.Get<WorkflowStore>(), services.Get<DraftStore>(), services.Get<DraftPublication>());
        id = workflows.Create(new("Name", "", First)).GetAwaiter().GetResult().Id();
    }

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    Draft Now => drafts.Find(id)!;

    Task<bool> Save(string flow) => drafts.Save(Now, new("Name", "", flow), "Changed a");

    Task<PublishOutcome> Publish(int? over = null) => publication.Publish(id, Now.Revision, new(), over);

    [Fact]
    public async Task Publishing_makes_a_version_and_keeps_the_history()
    {
        await Save(Second);

        Assert.Equal(new PublishOutcome.Published(2), await publication.Publish(id, 1, new("Says y", "Ada")));

        Assert.Equal((2, 2, false, "Changed a"), (Now.BasedOn, Now.Current, Now.IsChanged, Now.Undo));
        Assert.Equal(2, services.Get<WorkflowPlans>().Newest(id));
        await drafts.Move(Now, -1);
        Assert.Equal((First, true), (Now.Content.Flow, Now.IsChanged));
        Assert.Equal(("Says y", "Ada"), workflows.FindVersion(id, 2) is { } version ? (version.Note, version.Author) : default);
    }

    [Fact]
    public async Task A_draft_with_problems_is_neither_published_nor_kept()
    {
        await Save("""{"nodes": []}""");

        Assert.NotEmpty(Assert.IsType<PublishOutcome.Refused>(await Publish()).Problems);
        Assert.NotEmpty(Assert.IsType<KeepOutcome.Invalid>(await publication.Keep(Now)).Problems);
        Assert.Single(workflows.Versions(id));
    }

    [Fact]
    public async Task A_draft_that_has_changed_since_it_was_seen_is_not_published()
    {
        await Save(Second);

        var conflict = Assert.IsType<PublishOutcome.Conflict>(await publication.Publish(id, 0, new()));

        Assert.Equal(["Changed a"], conflict.Theirs.Select(change => change.Change));
        Assert.Single(workflows.Versions(id));
    }

    [Fact]
    public async Task A_version_that_was_published_outside_the_editor_is_overwritten_only_if_it_is_named()
    {
        await Save(Second);
        await workflows.Update(id, 1, new("Name", "", Third));

        Assert.Equal((1, 2, true), (Now.BasedOn, Now.Current, Now.IsChanged));
        Assert.Equal(2, Assert.IsType<PublishOutcome.Overtaken>(await Publish()).Draft.Current);
        Assert.Equal(new PublishOutcome.Published(3), await Publish(over: 2));
        Assert.Equal(Second, workflows.FindVersion(id, 3)!.Flow);
    }

    [Fact]
    public async Task A_draft_of_a_deleted_workflow_is_gone()
    {
        var seen = Now;
        await workflows.Delete(id);

        Assert.IsType<PublishOutcome.Gone>(await publication.Publish(id, 0, new()));
        Assert.IsType<KeepOutcome.Gone>(await publication.Keep(seen));
    }

    [Fact]
    public async Task A_draft_that_was_run_before_anything_was_published_does_not_differ_from_that_version()
    {
        var blank = (await workflows.Create(new("Blank", "", """{"nodes": []}"""), asDraft: true)).Id();
        await drafts.Save(drafts.Find(blank)!, new("Blank", "", First), "Added a");

        Assert.Equal(new KeepOutcome.Kept(2), await publication.Keep(drafts.Find(blank)!));

        Assert.Equal((2, 2), drafts.Find(blank) is { } draft ? (draft.BasedOn, draft.Current) : default);
        Assert.Equal(new PublishOutcome.Published(3), await publication.Publish(blank, 1, new()));
    }

    [Fact]
    public async Task A_kept_draft_is_one_version_however_often_it_is_run_and_leaves_the_published_version_current()
    {
        await Save(Second);

        Assert.Equal(new KeepOutcome.Kept(2), await publication.Keep(Now));
        Assert.Equal(new KeepOutcome.Kept(2), await publication.Keep(Now));

        Assert.Equal((1, 2, 1), workflows.Find(id) is { } found ? (found.Version, found.Latest, found.Current) : default);
        Assert.Equal(new PublishOutcome.Published(3), await Publish());
    }

    [Fact]
    public async Task A_failure_between_version_and_draft_publishes_nothing()
    {
        await Save(Second);
        await FailBetween();

        await Assert.ThrowsAnyAsync<Exception>(() => Publish());

        Assert.Single(workflows.Versions(id));
        Assert.Equal((1, 1, 1), (Now.BasedOn, Now.Current, services.Get<WorkflowPlans>().Newest(id)));
    }

    [Fact]
    public async Task A_failure_between_version_and_draft_keeps_nothing()
    {
        var blank = (await workflows.Create(new("Blank", "", """{"nodes": []}"""), asDraft: true)).Id();
        await drafts.Save(drafts.Find(blank)!, new("Blank", "", First), "Added a");
        await FailBetween();

        await Assert.ThrowsAnyAsync<Exception>(() => publication.Keep(drafts.Find(blank)!));

        Assert.Single(workflows.Versions(blank));
    }

    /// <summary>Lets the write that bases a draft on its version fail, after the version was inserted.</summary>
    Task<int> FailBetween() => database.Write(writer =>
        writer.Execute("CREATE TRIGGER fails BEFORE UPDATE OF based_on ON drafts BEGIN SELECT RAISE(ABORT, 'injected'); END"));
}
