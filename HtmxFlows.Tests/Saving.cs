using HtmxFlows.Accounts;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests;

/// <summary>Workflows, drafts and starters as tests use them: with an anonymous actor.</summary>
static class Saving
{
    public static Task<SaveOutcome> Create(this WorkflowStore workflows, WorkflowContent content, bool asDraft = false) => workflows.Create(content, Actor.Anonymous, asDraft);

    public static Task<SaveOutcome> Update(this WorkflowStore workflows, Guid id, int basedOn, WorkflowContent content) => workflows.Update(id, basedOn, content, Actor.Anonymous);

    public static Task<bool> Delete(this WorkflowStore workflows, Guid id) => workflows.Delete(id, Actor.Anonymous);

    public static Task<SaveOutcome> Use(this WorkflowTemplates templates, WorkflowTemplate template) => templates.Use(template, Actor.Anonymous);

    public static Task<bool> Save(this DraftStore drafts, Draft seen, WorkflowContent content, string change, WorkflowContent? created = null) =>
        drafts.Save(seen, content, new FlowEdit(change), Actor.Anonymous, created);

    public static Task<bool> Move(this DraftStore drafts, Draft seen, int by) => drafts.Move(seen, by, Actor.Anonymous);

    public static Task<EditOutcome> Edit(this DraftEditor editor, Guid id, long revision, Func<FlowEditor, FlowEdit> edit, long? over = null) => editor.Edit(id, revision, Actor.Anonymous, edit, over);

    public static Task<EditOutcome> Describe(this DraftEditor editor, Guid id, long revision, WorkflowContent described, Func<FlowEditor, FlowEdit> edit) =>
        editor.Describe(id, revision, Actor.Anonymous, described, edit);

    public static Task<EditOutcome> Replace(this DraftEditor editor, Guid id, long revision, WorkflowContent content) => editor.Replace(id, revision, Actor.Anonymous, content);

    public static Task<EditOutcome> Restore(this DraftEditor editor, Guid id, long revision, int version) => editor.Restore(id, revision, Actor.Anonymous, version);

    public static Task<EditOutcome> Extract(this DraftEditor editor, Guid id, long revision, IReadOnlyCollection<string> nodes, string name) =>
        editor.Extract(id, revision, Actor.Anonymous, nodes, name);

    public static Task<EditOutcome> Undo(this DraftEditor editor, Guid id, long revision) => editor.Undo(id, revision, Actor.Anonymous);

    public static Task<EditOutcome> Redo(this DraftEditor editor, Guid id, long revision) => editor.Redo(id, revision, Actor.Anonymous);

    public static Task<PublishOutcome> Publish(this DraftPublication publication, Guid id, long revision, VersionNote note, int? over = null) =>
        publication.Publish(id, revision, Actor.Anonymous, note, over);

    public static Task<KeepOutcome> Keep(this DraftPublication publication, Draft seen) => publication.Keep(seen, Actor.Anonymous);

    /// <summary>The workflow that was saved, with problems or without.</summary>
    public static Guid Id(this SaveOutcome outcome) => Assert.IsType<SaveOutcome.Saved>(outcome).Workflow;

    /// <summary>The version that was saved.</summary>
    public static int Version(this SaveOutcome outcome) => Assert.IsType<SaveOutcome.Saved>(outcome).Version;

    /// <summary>Why nothing was saved.</summary>
    public static IReadOnlyList<FlowProblem> Problems(this SaveOutcome outcome) => Assert.IsType<SaveOutcome.Invalid>(outcome).Problems;

    /// <summary>The workflow that was found.</summary>
    public static Guid Id(this ResolveOutcome outcome) => Assert.IsType<ResolveOutcome.Found>(outcome).Workflow;

    /// <summary>Why no workflow was found.</summary>
    public static string Problem(this ResolveOutcome outcome) => Assert.IsType<ResolveOutcome.NotFound>(outcome).Problem;
}
