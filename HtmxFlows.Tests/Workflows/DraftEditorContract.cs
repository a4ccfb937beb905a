using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class DraftEditorContract(TestDatabase place) : StoreContract(place)
{
    static readonly string First = Flows.Of("""a template {"template": "x"}"""), Second = Flows.Of("""a template {"template": "y"}""");

    Guid id;

    WorkflowStore Workflows => Get<WorkflowStore>();

    DraftStore Drafts => Get<DraftStore>();

    DraftEditor Editor => Get<DraftEditor>();

    public override async ValueTask InitializeAsync() => id = (await Workflows.Create(new("Name", "", First))).Id();

    Draft Now => Drafts.Find(id)!;

    [Fact]
    public async Task An_applied_edit_is_saved_and_names_the_node_that_it_changed()
    {
        var outcome = await Editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.Equal(new FlowEdit("Added Template", "template"), Assert.IsType<EditOutcome.Applied>(outcome).Done);
        Assert.Equal((1, "Added Template"), (Now.Revision, Now.Undo));
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_applied_without_a_new_revision()
    {
        Assert.IsType<EditOutcome.Applied>(await Editor.Edit(id, 0, flow => flow.Change("a", flow.DataOf("a"))));
        Assert.Equal(0, Now.Revision);
    }

    [Fact]
    public async Task An_edit_that_cannot_be_made_is_refused_with_its_reason()
    {
        var refused = Assert.IsType<EditOutcome.Refused>(await Editor.Edit(id, 0, flow => flow.Rename("a", "")));

        Assert.EndsWith(".", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(0, refused.Draft.Revision);
    }

    [Fact]
    public async Task An_edit_whose_result_cannot_be_saved_is_refused()
    {
        var refused = Assert.IsType<EditOutcome.Refused>(await Editor.Describe(id, 0, new("", "", ""), flow => flow.ChangeSettings(flow.Settings)));

        Assert.Equal(["Enter a name."], refused.Problems.Select(problem => problem.Message));
    }

    [Fact]
    public async Task Two_edits_of_the_same_field_conflict_and_the_second_author_sees_both()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "template", "theirs"));

        var conflict = Assert.IsType<EditOutcome.Conflict>(await Editor.Edit(id, 0, flow => Write(flow, "template", "mine")));

        Assert.Equal(["Changed a"], conflict.Theirs.Select(change => change.Change));
        Assert.Equal(["data.template"], Assert.Single(conflict.Mine!.Nodes).Fields.Select(change => change.Path));
        Assert.Equal((1, 1), (conflict.Draft.Revision, Now.Revision));
    }

    [Fact]
    public async Task An_edit_wins_over_the_revision_that_its_author_names_and_keeps_what_it_does_not_touch()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "template", "theirs"));
        await Editor.Edit(id, 1, flow => Write(flow, "label", "Theirs"));

        Assert.IsType<EditOutcome.Conflict>(await Editor.Edit(id, 0, flow => Write(flow, "template", "mine"), over: 1));
        Assert.IsType<EditOutcome.Applied>(await Editor.Edit(id, 0, flow => Write(flow, "template", "mine"), over: 2));

        Assert.Equal(("Theirs", "mine"), (Text("label"), Text("template")));
    }

    [Fact]
    public async Task Edits_of_different_fields_of_one_node_are_merged_and_the_outcome_names_the_other_change()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "label", "Theirs"));

        var merged = Assert.IsType<EditOutcome.Applied>(await Editor.Edit(id, 0, flow => Write(flow, "template", "mine")));

        Assert.Equal((2, ("Theirs", "mine")), (merged.Revision, (Text("label"), Text("template"))));
        Assert.Equal(["Changed Theirs"], merged.Merged.Select(change => change.Change));
    }

    [Fact]
    public async Task Edits_that_add_nodes_are_merged_and_the_later_node_gets_a_free_id()
    {
        await Editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.IsType<EditOutcome.Applied>(await Editor.Edit(id, 0, flow => flow.Add("template")));

        Assert.Equal(["a", "template", "template2"], Flow.Parse(Now.Content.Flow).Flow!.Nodes.Select(node => node.Id));
    }

    [Fact]
    public async Task A_node_that_one_deletes_and_another_changes_is_a_conflict()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "template", "theirs"));

        Assert.IsType<EditOutcome.Conflict>(await Editor.Edit(id, 0, flow => flow.Delete(["a"], join: false)));
    }

    [Fact]
    public async Task An_edit_is_merged_with_an_undo()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "label", "Undone"));
        await Editor.Edit(id, 1, flow => Write(flow, "template", "Undone"));
        await Editor.Undo(id, 2);

        Assert.IsType<EditOutcome.Applied>(await Editor.Edit(id, 2, flow => Write(flow, "format", "markdown")));

        Assert.Equal(("Undone", "x", "markdown"), (Text("label"), Text("template"), Text("format")));
    }

    [Fact]
    public async Task Names_and_settings_of_two_authors_are_merged()
    {
        await Editor.Describe(id, 0, new("Theirs", "", ""), flow => flow.ChangeSettings(flow.Settings));

        Assert.IsType<EditOutcome.Applied>(await Editor.Describe(id, 0, new("Name", "Mine", ""), flow => flow.ChangeSettings(flow.Settings)));
        Assert.IsType<EditOutcome.Conflict>(await Editor.Describe(id, 0, new("Mine", "", ""), flow => flow.ChangeSettings(flow.Settings)));

        Assert.Equal(("Theirs", "Mine"), (Now.Content.Name, Now.Content.Description));
    }

    [Fact]
    public async Task What_is_written_in_one_field_without_a_pause_is_undone_in_one_step()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "template", "H"));
        await Editor.Edit(id, 1, flow => Write(flow, "template", "Ha"));
        await Editor.Edit(id, 2, flow => Write(flow, "label", "L"));
        await Editor.Edit(id, 3, flow => Write(flow, "label", "La"));
        Time.Advance(DraftStore.LongestPause + TimeSpan.FromSeconds(1));
        await Editor.Edit(id, 4, flow => Write(flow, "label", "Lab"));

        await Editor.Undo(id, 5);
        Assert.Equal(("La", "Ha"), (Text("label"), Text("template")));
        await Editor.Undo(id, 6);
        Assert.Equal(("a", "Ha"), (Text("label"), Text("template")));
        await Editor.Undo(id, 7);
        Assert.Equal((First, (string?)null), (Now.Content.Flow, Now.Undo));
    }

    [Fact]
    public async Task A_form_that_was_opened_while_another_field_was_written_is_merged()
    {
        await Editor.Edit(id, 0, flow => Write(flow, "template", "H"));
        await Editor.Edit(id, 1, flow => Write(flow, "template", "Ha"));

        Assert.IsType<EditOutcome.Applied>(await Editor.Edit(id, 1, flow => Write(flow, "label", "Mine")));

        Assert.Equal(("Mine", "Ha"), (Text("label"), Text("template")));
    }

    static FlowEdit Write(FlowEditor flow, string field, string text)
    {
        var data = flow.DataOf("a");
        data[field] = text;
        return flow.Change("a", data);
    }

    string? Text(string field) => field == "label" ? Flow.Parse(Now.Content.Flow).Flow!.Nodes[0].Label : Flow.Parse(Now.Content.Flow).Flow!.Nodes[0].Data.GetProperty(field).GetString();

    [Fact]
    public async Task A_conflict_says_why_the_edit_can_no_longer_be_made()
    {
        await Editor.Edit(id, 0, flow => flow.Delete(["a"], join: false));

        var conflict = Assert.IsType<EditOutcome.Conflict>(await Editor.Edit(id, 0, flow => flow.Rename("a", "b")));

        Assert.Null(conflict.Mine);
        Assert.NotNull(conflict.Problem);
    }

    [Fact]
    public async Task A_change_between_load_and_save_is_merged()
    {
        var isFirst = true;

        var outcome = await Editor.Edit(id, 0, flow =>
        {
            if (isFirst)
                Assert.True(Drafts.Save(Now, Now.Content with { Flow = Second }, "Wrote y").GetAwaiter().GetResult());
            isFirst = false;
            return flow.Add("template");
        });

        Assert.Equal(["Wrote y"], Assert.IsType<EditOutcome.Applied>(outcome).Merged.Select(change => change.Change));
        Assert.Equal((2, "y"), (Flow.Parse(Now.Content.Flow).Flow!.Nodes.Count, Text("template")));
    }

    [Fact]
    public async Task An_edit_of_a_deleted_workflow_is_gone()
    {
        await Workflows.Delete(id);

        Assert.IsType<EditOutcome.Gone>(await Editor.Edit(id, 0, flow => flow.Add("template")));
        Assert.IsType<EditOutcome.Gone>(await Editor.Undo(id, 0));
        Assert.IsType<EditOutcome.Gone>(await Editor.Replace(id, 0, new("Name", "", Second)));
    }

    [Fact]
    public async Task A_workflow_that_is_deleted_between_load_and_save_is_gone()
    {
        Assert.IsType<EditOutcome.Gone>(await Editor.Edit(id, 0, flow =>
        {
            Workflows.Delete(id).GetAwaiter().GetResult();
            return flow.Add("template");
        }));
    }

    [Fact]
    public async Task Settings_change_the_name_the_description_and_the_flow_in_one_step()
    {
        await Editor.Describe(id, 0, new("New", "For all", "ignored"), flow => flow.ChangeSettings(new() { ["inputs"] = new System.Text.Json.Nodes.JsonArray() }));

        Assert.Equal(("New", "For all", 1), (Now.Content.Name, Now.Content.Description, Now.Revision));
        Assert.Contains("inputs", Now.Content.Flow, StringComparison.Ordinal);
        await Editor.Undo(id, 1);
        Assert.Equal(("Name", First), (Now.Content.Name, Now.Content.Flow));
    }

    [Fact]
    public async Task JSON_that_cannot_be_read_is_refused_with_every_problem()
    {
        var refused = Assert.IsType<EditOutcome.Refused>(await Editor.Replace(id, 0, new("", "", "{")));

        Assert.Equal(2, refused.Problems.Count);
    }

    [Fact]
    public async Task JSON_with_problems_replaces_the_draft()
    {
        Assert.IsType<EditOutcome.Applied>(await Editor.Replace(id, 0, new("Name", "", """{"nodes": []}""")));
        Assert.Equal(("Changed as JSON", """{"nodes": []}"""), (Now.Undo, Now.Content.Flow));
    }

    [Fact]
    public async Task A_restored_version_keeps_the_name_of_the_draft()
    {
        await Editor.Replace(id, 0, new("Other", "", Second));

        Assert.IsType<EditOutcome.Applied>(await Editor.Restore(id, 1, 1));

        Assert.Equal(("Other", First), (Now.Content.Name, Now.Content.Flow));
        Assert.IsType<EditOutcome.Refused>(await Editor.Restore(id, 2, 7));
    }

    [Fact]
    public async Task Undo_and_redo_move_in_the_history_and_are_refused_at_its_ends()
    {
        Assert.IsType<EditOutcome.Refused>(await Editor.Undo(id, 0));
        await Editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.Equal("Added Template", Assert.IsType<EditOutcome.Applied>(await Editor.Undo(id, 1)).Done.Change);
        Assert.IsType<EditOutcome.Refused>(await Editor.Undo(id, 2));
        Assert.IsType<EditOutcome.Conflict>(await Editor.Redo(id, 1));
        Assert.IsType<EditOutcome.Applied>(await Editor.Redo(id, 2));
        Assert.IsType<EditOutcome.Refused>(await Editor.Redo(id, 3));
    }

    [Fact]
    public async Task Extraction_creates_the_workflow_and_changes_the_draft_in_one_commit()
    {
        Assert.IsType<EditOutcome.Applied>(await Editor.Extract(id, 0, ["a"], "Part"));

        var part = Workflows.Find(Workflows.Resolve("Part").Id())!;
        Assert.Equal(1, part.Version);
        Assert.Contains("\"workflow\": \"Part\"", Now.Content.Flow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extraction_from_a_draft_that_has_changed_creates_no_workflow()
    {
        await Editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.IsType<EditOutcome.Conflict>(await Editor.Extract(id, 0, ["a"], "Part"));
        Assert.False(Workflows.Has("Part"));
    }

    [Fact]
    public async Task A_save_that_conflicts_creates_no_workflow()
    {
        var seen = Now;
        await Editor.Edit(id, 0, flow => flow.Add("template"));

        Assert.False(await Drafts.Save(seen, new("Name", "", Second), "Moved a", created: new("Part", "", First)));
        Assert.False(Workflows.Has("Part"));
    }

    [Fact]
    public async Task A_save_that_fails_creates_no_workflow()
    {
        await Refuse("INSERT ON draft_steps");

        await Assert.ThrowsAnyAsync<Exception>(() => Editor.Extract(id, 0, ["a"], "Part"));

        Assert.False(Workflows.Has("Part"));
        Assert.Equal(0, Now.Revision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Name")]
    public async Task Extraction_needs_a_name_that_is_free(string name) => Assert.IsType<EditOutcome.Refused>(await Editor.Extract(id, 0, ["a"], name));

    [Fact]
    public async Task A_save_that_creates_a_workflow_with_a_taken_name_saves_nothing()
    {
        Assert.False(await Drafts.Save(Now, new("Name", "", Second), "Moved a", created: new("Name", "", First)));

        Assert.Equal(0, Now.Revision);
        Assert.Equal(id, Workflows.Resolve("Name").Id());
    }
}
