using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class DraftEditorTests : IDisposable
{
    static readonly string First = Flows.Of("""a template {"template": "x"}"""), Second = Flows.Of("""a template {"template": "y"}""");

    readonly TemporaryFolder folder = new();
    readonly ManualTime time = new();
    readonly IDatabase database;
    readonly WorkflowServices services;
    readonly WorkflowStore workflows;
    readonly DraftStore drafts;
    readonly DraftEditor editor;
    readonly Guid id;

    public DraftEditorTests()
    {
        database = folder.Open();
        services = new(database, time);
        (workflows, drafts, editor) = (services.Get<WorkflowStore>(), services.Get<DraftStore>(), services.Get<DraftEditor>());
        id = workflows.Create(new("Name", "", First)).GetAwaiter().GetResult().Id();
    }

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    Draft Now => drafts.Find(id)!;

    [Fact]
    public async Task An_applied_edit_is_saved_and_names_the_node_that_it_changed()
    {
        var outcome = await editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.Equal(new FlowEdit("Added Template", "template"), Assert.IsType<EditOutcome.Applied>(outcome).Done);
        Assert.Equal((1, "Added Template"), (Now.Revision, Now.Undo));
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_applied_without_a_new_revision()
    {
        Assert.IsType<EditOutcome.Applied>(await editor.Edit(id, 0, flow => flow.Change("a", flow.DataOf("a"))));
        Assert.Equal(0, Now.Revision);
    }

    [Fact]
    public async Task An_edit_that_cannot_be_made_is_refused_with_its_reason()
    {
        var refused = Assert.IsType<EditOutcome.Refused>(await editor.Edit(id, 0, flow => flow.Rename("a", "")));

        Assert.EndsWith(".", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(0, refused.Draft.Revision);
    }

    [Fact]
    public async Task An_edit_whose_result_cannot_be_saved_is_refused()
    {
        var refused = Assert.IsType<EditOutcome.Refused>(await editor.Describe(id, 0, new("", "", ""), flow => flow.ChangeSettings(flow.Settings)));

        Assert.Equal(["Enter a name."], refused.Problems.Select(problem => problem.Message));
    }

    [Fact]
    public async Task An_edit_of_an_older_revision_conflicts_and_shows_both_changes()
    {
        await editor.Edit(id, 0, flow => flow.Add("template"));

        var conflict = Assert.IsType<EditOutcome.Conflict>(await editor.Edit(id, 0, flow => flow.Add("compute")));

        Assert.Equal(["Added Template"], conflict.Theirs.Select(change => change.Change));
        Assert.Equal("compute", Assert.Single(conflict.Mine!.Nodes).Node.Id);
        Assert.Equal((1, 1), (conflict.Draft.Revision, Now.Revision));
    }

    [Fact]
    public async Task A_conflict_says_why_the_edit_can_no_longer_be_made()
    {
        await editor.Edit(id, 0, flow => flow.Delete(["a"], join: false));

        var conflict = Assert.IsType<EditOutcome.Conflict>(await editor.Edit(id, 0, flow => flow.Rename("a", "b")));

        Assert.Null(conflict.Mine);
        Assert.NotNull(conflict.Problem);
    }

    [Fact]
    public async Task A_change_between_load_and_save_is_a_conflict()
    {
        var isFirst = true;

        var outcome = await editor.Edit(id, 0, flow =>
        {
            if (isFirst)
                Assert.True(drafts.Save(Now, Now.Content with { Flow = Second }, "Wrote y").GetAwaiter().GetResult());
            isFirst = false;
            return flow.Add("template");
        });

        Assert.Equal(["Wrote y"], Assert.IsType<EditOutcome.Conflict>(outcome).Theirs.Select(change => change.Change));
        Assert.Equal(Second, Now.Content.Flow);
    }

    [Fact]
    public async Task An_edit_of_a_deleted_workflow_is_gone()
    {
        await workflows.Delete(id);

        Assert.IsType<EditOutcome.Gone>(await editor.Edit(id, 0, flow => flow.Add("template")));
        Assert.IsType<EditOutcome.Gone>(await editor.Undo(id, 0));
        Assert.IsType<EditOutcome.Gone>(await editor.Replace(id, 0, new("Name", "", Second)));
    }

    [Fact]
    public async Task A_workflow_that_is_deleted_between_load_and_save_is_gone()
    {
        Assert.IsType<EditOutcome.Gone>(await editor.Edit(id, 0, flow =>
        {
            workflows.Delete(id).GetAwaiter().GetResult();
            return flow.Add("template");
        }));
    }

    [Fact]
    public async Task Settings_change_the_name_the_description_and_the_flow_in_one_step()
    {
        await editor.Describe(id, 0, new("New", "For all", "ignored"), flow => flow.ChangeSettings(new() { ["inputs"] = new System.Text.Json.Nodes.JsonArray() }));

        Assert.Equal(("New", "For all", 1), (Now.Content.Name, Now.Content.Description, Now.Revision));
        Assert.Contains("inputs", Now.Content.Flow, StringComparison.Ordinal);
        await editor.Undo(id, 1);
        Assert.Equal(("Name", First), (Now.Content.Name, Now.Content.Flow));
    }

    [Fact]
    public async Task JSON_that_cannot_be_read_is_refused_with_every_problem()
    {
        var refused = Assert.IsType<EditOutcome.Refused>(await editor.Replace(id, 0, new("", "", "{")));

        Assert.Equal(2, refused.Problems.Count);
    }

    [Fact]
    public async Task JSON_with_problems_replaces_the_draft()
    {
        Assert.IsType<EditOutcome.Applied>(await editor.Replace(id, 0, new("Name", "", """{"nodes": []}""")));
        Assert.Equal(("Changed as JSON", """{"nodes": []}"""), (Now.Undo, Now.Content.Flow));
    }

    [Fact]
    public async Task A_restored_version_keeps_the_name_of_the_draft()
    {
        await editor.Replace(id, 0, new("Other", "", Second));

        Assert.IsType<EditOutcome.Applied>(await editor.Restore(id, 1, 1));

        Assert.Equal(("Other", First), (Now.Content.Name, Now.Content.Flow));
        Assert.IsType<EditOutcome.Refused>(await editor.Restore(id, 2, 7));
    }

    [Fact]
    public async Task Undo_and_redo_move_in_the_history_and_are_refused_at_its_ends()
    {
        Assert.IsType<EditOutcome.Refused>(await editor.Undo(id, 0));
        await editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.Equal("Added Template", Assert.IsType<EditOutcome.Applied>(await editor.Undo(id, 1)).Done.Change);
        Assert.IsType<EditOutcome.Refused>(await editor.Undo(id, 2));
        Assert.IsType<EditOutcome.Conflict>(await editor.Redo(id, 1));
        Assert.IsType<EditOutcome.Applied>(await editor.Redo(id, 2));
        Assert.IsType<EditOutcome.Refused>(await editor.Redo(id, 3));
    }

    [Fact]
    public async Task Extraction_creates_the_workflow_and_changes_the_draft_in_one_commit()
    {
        Assert.IsType<EditOutcome.Applied>(await editor.Extract(id, 0, ["a"], "Part"));

        var part = workflows.Find(workflows.Resolve("Part").Id())!;
        Assert.Equal(1, part.Version);
        Assert.Contains("\"workflow\": \"Part\"", Now.Content.Flow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extraction_that_conflicts_creates_no_workflow()
    {
        await editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.IsType<EditOutcome.Conflict>(await editor.Extract(id, 0, ["a"], "Part"));
        Assert.False(workflows.Has("Part"));
    }

    [Fact]
    public async Task A_save_that_conflicts_creates_no_workflow()
    {
        var seen = Now;
        await editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.False(await drafts.Save(seen, new("Name", "", Second), "Moved a", created: new("Part", "", First)));
        Assert.False(workflows.Has("Part"));
    }

    [Fact]
    public async Task A_save_that_fails_creates_no_workflow()
    {
        await database.Write(writer => writer.Execute("CREATE TRIGGER fails BEFORE INSERT ON draft_steps BEGIN SELECT RAISE(ABORT, 'injected'); END"));

        await Assert.ThrowsAnyAsync<Exception>(() => editor.Extract(id, 0, ["a"], "Part"));

        Assert.False(workflows.Has("Part"));
        Assert.Equal(0, Now.Revision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Name")]
    public async Task Extraction_needs_a_name_that_is_free(string name) => Assert.IsType<EditOutcome.Refused>(await editor.Extract(id, 0, ["a"], name));

    [Fact]
    public async Task A_save_that_creates_a_workflow_with_a_taken_name_saves_nothing()
    {
        Assert.False(await drafts.Save(Now, new("Name", "", Second), "Moved a", created: new("Name", "", First)));

        Assert.Equal(0, Now.Revision);
        Assert.Equal(id, workflows.Resolve("Name").Id());
    }
}
