using HtmxFlows.Accounts;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Edits drafts: loads the draft, applies the edit, compares the revision and saves, as one transaction. Edits are applied before the write,
/// which compares the revision, so that a large flow never holds up other writes.
/// </summary>
public sealed class DraftEditor(DraftStore drafts, WorkflowStore workflows, NodeCatalogue catalogue)
{
    /// <summary>Edits the flow.</summary>
    /// <param name="revision">The revision that the author of the edit saw.</param>
    /// <param name="edit">Depends on its argument alone: it is applied again if the draft changes before it is saved.</param>
    public Task<EditOutcome> Edit(Guid id, long revision, Actor actor, Func<FlowEditor, FlowEdit> edit) => Apply(id, revision, actor, draft => Edited(draft, edit));

    /// <summary>Changes the name, the description and the settings of the workflow.</summary>
    /// <param name="described">The name and description; its flow is ignored.</param>
    public Task<EditOutcome> Describe(Guid id, long revision, Actor actor, WorkflowContent described, Func<FlowEditor, FlowEdit> edit) => Apply(id, revision, actor, draft =>
        Edited(draft, edit) is var edited ? edited with { Content = described with { Flow = edited.Content.Flow } } : edited);

    /// <summary>Replaces the whole draft. Its flow may have problems, if it can be read.</summary>
    public Task<EditOutcome> Replace(Guid id, long revision, Actor actor, WorkflowContent content) => Apply(id, revision, actor, _ =>
        new(content, new("Changed as JSON")) { Problems = Flow.Parse(content.Flow) is (null, var unreadable) ? unreadable : [] });

    /// <summary>Takes the flow of a version into the draft.</summary>
    public Task<EditOutcome> Restore(Guid id, long revision, Actor actor, int version) => Apply(id, revision, actor, draft =>
        workflows.FindVersion(id, version) is { } found ? new(draft.Content with { Flow = found.Flow }, new($"Restored version {version}"))
        : throw new FlowEditException($"There is no version {version}."));

    /// <summary>Moves nodes into a new workflow, which is created in the same commit, and puts a node that runs it in their place.</summary>
    /// <param name="name">The name of the new workflow; no other may have it, since the node refers to it by name.</param>
    public Task<EditOutcome> Extract(Guid id, long revision, Actor actor, IReadOnlyCollection<string> nodes, string name) => Apply(id, revision, actor, draft =>
    {
        if (name.Length is 0 or > WorkflowContent.LongestName)
            throw new FlowEditException($"Give the new workflow a name of 1 to {WorkflowContent.LongestName} characters.");
        if (workflows.Has(name))
            throw new FlowEditException($"A workflow “{name}” exists already. Give the new one another name.");
        var moved = "";
        var edited = Edited(draft, editor =>
        {
            (var done, moved) = editor.MoveOut(nodes, name);
            return done;
        });
        return edited with { Created = new(name, "", moved), Problems = Flow.FindLimitViolation(moved) is { } excess ? [new(excess)] : [] };
    });

    public Task<EditOutcome> Undo(Guid id, long revision, Actor actor) => Move(id, revision, actor, -1, "There is nothing to undo.");

    public Task<EditOutcome> Redo(Guid id, long revision, Actor actor) => Move(id, revision, actor, 1, "There is nothing to redo.");

    async Task<EditOutcome> Apply(Guid id, long revision, Actor actor, Func<Draft, DraftEdit> edit)
    {
        while (drafts.Find(id) is { } draft)
        {
            var (edited, problems) = Try(draft, edit);
            if (edited?.Content == draft.Content && edited.Created is null && problems.Count == 0)
                return new EditOutcome.Applied(edited.Done);
            if (draft.Revision != revision)
                return new EditOutcome.Conflict(draft, drafts.Since(id, revision), edited is null ? null : Compare(draft, edited), edited is null ? Sentence(problems) : null);
            if (edited is null || problems.Count > 0)
                return new EditOutcome.Refused(draft, problems);
            if (await drafts.Save(draft, edited.Content, edited.Done.Change, actor, edited.Created))
                return new EditOutcome.Applied(edited.Done);
            // The draft has changed since it was loaded, or a name was taken; the next turn answers that.
        }
        return new EditOutcome.Gone();
    }

    async Task<EditOutcome> Move(Guid id, long revision, Actor actor, int by, string nothing)
    {
        while (drafts.Find(id) is { } draft)
        {
            if (draft.Revision != revision)
                return new EditOutcome.Conflict(draft, drafts.Since(id, revision));
            if ((by < 0 ? draft.Undo : draft.Redo) is not { } change)
                return new EditOutcome.Refused(draft, [new(nothing)]);
            if (await drafts.Move(draft, by, actor))
                return new EditOutcome.Applied(new(change));
        }
        return new EditOutcome.Gone();
    }

    /// <summary>Applies an edit without saving it.</summary>
    /// <returns>No edit if it cannot be applied at all; an edit with problems if its result cannot be saved.</returns>
    static (DraftEdit? Edited, IReadOnlyList<FlowProblem> Problems) Try(Draft draft, Func<Draft, DraftEdit> edit)
    {
        try
        {
            var edited = edit(draft);
            return (edited, [.. FindProblems(edited)]);
        }
        catch (FlowEditException error)
        {
            return (null, [new(error.Message)]);
        }
    }

    // A draft that cannot be read could not be shown in the editor.
    static IEnumerable<FlowProblem> FindProblems(DraftEdit edited) => edited.Content.FindDescriptionProblems()
        .Concat(edited.Problems.Count == 0 && Flow.FindLimitViolation(edited.Content.Flow) is { } excess ? [new(excess)] : edited.Problems);

    DraftEdit Edited(Draft draft, Func<FlowEditor, FlowEdit> edit)
    {
        var editor = new FlowEditor(draft.Content.Flow, catalogue);
        var before = editor.Flow;
        var done = edit(editor);
        return new(editor.Flow is var after && after == before ? draft.Content : draft.Content with { Flow = after }, done);
    }

    FlowDiff? Compare(Draft draft, DraftEdit edited) => Flow.Parse(draft.Content.Flow).Flow is { } now && Flow.Parse(edited.Content.Flow).Flow is { } wanted ? FlowDiff.Of(now, wanted, catalogue) : null;

    static string Sentence(IReadOnlyList<FlowProblem> problems) => string.Join(' ', problems.Select(problem => problem.Message));
}
