using HtmxFlows.Tests.Data;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class DraftStoreContract(TestDatabase place) : StoreContract(place)
{
    static readonly string First = Flows.Of("""a template {"template": "x"}"""), Second = Flows.Of("""a template {"template": "y"}"""), Third = Flows.Of("""a template {"template": "z"}""");

    Guid id;

    WorkflowStore Workflows => Get<WorkflowStore>();

    DraftStore Drafts => Get<DraftStore>();

    public override async ValueTask InitializeAsync() => id = (await Workflows.Create(new("Name", "", First))).Id();

    Draft Now => Drafts.Find(id)!;

    Task<bool> Save(string flow, string change = "Changed a") => Drafts.Save(Now, new("Name", "", flow), change);

    [Fact]
    public async Task A_workflow_that_was_never_edited_has_its_current_version_as_its_draft()
    {
        Assert.Equal(new Draft(id, 0, null, 1, 1, false, new("Name", "", First)) { IsPublished = true, BasedOnNumber = 1, CurrentNumber = 1 }, Now);
        Assert.Null(Drafts.Find(Guid.NewGuid()));
        await Workflows.Update(id, 1, new("Name", "", Second));
        Assert.Equal((2, Second), (Now.BasedOn, Now.Content.Flow));
    }

    [Fact]
    public async Task A_draft_of_a_workflow_that_was_deleted_meanwhile_is_not_saved()
    {
        var seen = Now;
        await Workflows.Delete(id);

        Assert.False(await Drafts.Save(seen, new("Name", "", Second), "Changed a"));
        Assert.False(await Drafts.Move(seen, -1));
    }

    [Fact]
    public async Task A_change_is_saved_undone_and_redone()
    {
        Assert.True(await Save(Second, "Changed a"));
        Assert.True(await Save(Third, "Changed it again"));
        Assert.Equal((Third, "Changed it again", null, true), (Now.Content.Flow, Now.Undo, Now.Redo, Now.IsChanged));

        Assert.True(await Drafts.Move(Now, -1));
        Assert.Equal((Second, "Changed a", "Changed it again"), (Now.Content.Flow, Now.Undo, Now.Redo));
        Assert.True(await Drafts.Move(Now, -1));
        Assert.Equal((First, null, "Changed a", false), (Now.Content.Flow, Now.Undo, Now.Redo, Now.IsChanged));
        Assert.False(await Drafts.Move(Now, -1));

        Assert.True(await Drafts.Move(Now, 1));
        Assert.True(await Drafts.Move(Now, 1));
        Assert.Equal(Third, Now.Content.Flow);
        Assert.False(await Drafts.Move(Now, 1));
        Assert.Equal(First, Workflows.FindVersion(id, 1)!.Flow);
    }

    [Fact]
    public async Task A_change_after_an_undo_replaces_the_undone_change()
    {
        await Save(Second);
        await Drafts.Move(Now, -1);
        await Save(Third);
        Assert.Null(Now.Redo);
        await Drafts.Move(Now, -1);
        Assert.Equal((First, false), (Now.Content.Flow, Now.IsChanged));
    }

    [Fact]
    public async Task A_save_of_an_older_revision_changes_nothing_and_the_changes_since_are_known()
    {
        var seen = Now;
        Assert.True(await Drafts.Save(seen, new("Name", "", Second), "Wrote y"));
        Assert.False(await Drafts.Save(seen, new("Name", "", Third), "Wrote z"));
        Assert.False(await Drafts.Move(seen, 1));
        Assert.Equal(Second, Now.Content.Flow);
        Assert.Equal(["Wrote y"], Drafts.Since(id, seen.Revision).Select(change => change.Change));
        Assert.Empty(Drafts.Since(id, Now.Revision));
    }

    [Fact]
    public async Task A_draft_without_changes_of_its_own_follows_what_is_published()
    {
        await Save(Second);
        await Drafts.Move(Now, -1);
        await Workflows.Update(id, 1, new("Name", "", Third));

        Assert.Equal((2, Third, false), (Now.BasedOn, Now.Content.Flow, Now.IsChanged));
        await Save(Second);
        await Drafts.Move(Now, -1);
        Assert.Equal((Third, false), (Now.Content.Flow, Now.IsChanged));
    }

    [Fact]
    public async Task Any_sequence_of_edits_followed_by_as_many_undos_gives_the_first_flow()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            var begin = Now;
            var changes = 0;
            for (var step = 0; step < 30; step++)
            {
                var editor = new FlowEditor(Now.Content.Flow, NodeTypes.Catalogue);
                if (RandomEdits.Make(editor, random) is { } edit && await Drafts.Save(Now, Now.Content with { Flow = editor.Flow }, edit.Change))
                    changes++;
            }
            Assert.InRange(changes, 5, 30);
            for (var undo = 0; undo < changes; undo++)
                Assert.True(await Drafts.Move(Now, -1));
            Assert.Equal(begin.Content, Now.Content);
        }
    }

    [Fact]
    public async Task The_history_has_at_most_MostSteps_changes()
    {
        for (var step = 0; step <= DraftStore.MostSteps + 2; step++)
            await Save(step % 2 == 0 ? Second : Third);
        var undone = 0;
        while (await Drafts.Move(Now, -1))
            undone++;
        Assert.InRange(undone, DraftStore.MostSteps - 1, DraftStore.MostSteps);
    }

    [Fact]
    public async Task The_oldest_changes_leave_a_history_that_is_larger_than_MostBytes()
    {
        const int Size = 4 * 1024 * 1024;
        for (var step = 0; step < 10; step++)
            await Save(new string((char)('a' + step), Size), $"Step {step}");

        Assert.Equal("Step 9", Now.Undo);
        var undone = 0;
        while (await Drafts.Move(Now, -1))
            undone++;
        Assert.Equal(DraftStore.MostBytes / Size - 1, undone);
    }

    [Fact]
    public async Task The_last_change_can_be_undone_however_large_the_flows_are()
    {
        await Save(new string('a', DraftStore.MostBytes));
        await Save(new string('b', DraftStore.MostBytes));

        Assert.True(await Drafts.Move(Now, -1));
        Assert.False(await Drafts.Move(Now, -1));
    }
}
