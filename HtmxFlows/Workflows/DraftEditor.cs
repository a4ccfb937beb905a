using HtmxFlows.Accounts;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Edits drafts: loads the draft, applies the edit, merges it with what others have changed since, and saves, as one transaction. Edits are
/// applied before the write, which compares the revision, so that a large flow never holds up other writes.
/// </summary>
public sealed class DraftEditor(DraftStore drafts, WorkflowStore workflows, NodeCatalogue catalogue)
{
    /// <summary>Edits the flow. Changes of different nodes, or of different fields of a node, are merged.</summary>
    /// <param name="revision">The revision that the author of the edit saw.</param>
    /// <param name="edit">Depends on its argument alone: it is applied again if the draft changes before it is saved.</param>
    /// <param name="over">The revision over which the edit wins where it conflicts; null if it wins over none.</param>
    public Task<EditOutcome> Edit(Guid id, long revision, Actor actor, Func<FlowEditor, FlowEdit> edit, long? over = null) =>
        Apply(id, revision, actor, draft => Edited(draft, edit), merges: true, over);

    /// <summary>Changes the name, the description and the settings of the workflow. Changes of different settings are merged.</summary>
    /// <param name="described">The name and description; its flow is ignored.</param>
    /// <inheritdoc cref="Edit" path="/param"/>
    public Task<EditOutcome> Describe(Guid id, long revision, Actor actor, WorkflowContent described, Func<FlowEditor, FlowEdit> edit, long? over = null) => Apply(id, revision, actor, draft =>
    {
        var edited = Edited(draft, edit);
        return edited with
        {
            Content = described with { Flow = edited.Content.Flow },
            Done = edited.Done with { Written = [.. edited.Done.Written ?? [], .. Differences(draft.Content, described)] },
        };
    }, merges: true, over);

    /// <summary>Replaces the whole draft. Its flow may have problems, if it can be read.</summary>
    public Task<EditOutcome> Replace(Guid id, long revision, Actor actor, WorkflowContent content) => Apply(id, revision, actor, _ =>
        new(content, new("Changed as JSON")) { Problems = Flow.Parse(content.Flow) is (null, var unreadable) ? unreadable : [] });

    /// <summary>Takes the flow of a version into the draft.</summary>
    public Task<EditOutcome> Restore(Guid id, long revision, Actor actor, int version) => Apply(id, revision, actor, draft =>
        workflows.FindVersion(id, version) is { } found ? new(draft.Content with { Flow = found.Flow }, new(found.Number is { } number ? $"Restored version {number}" : "Restored a draft"))
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

    async Task<EditOutcome> Apply(Guid id, long revision, Actor actor, Func<Draft, DraftEdit> edit, bool merges = false, long? over = null)
    {
        while (drafts.Find(id) is { } draft)
        {
            var (edited, problems, isConflict) = draft.Revision == revision ? Try(draft, edit)
                : merges && drafts.Find(id, revision) is { } seen ? Merge(draft, seen, edit, takesMine: over == draft.Revision)
                : Try(draft, edit) with { IsConflict = over != draft.Revision };
            if (edited?.Content == draft.Content && edited.Created is null && problems.Count == 0 && !(isConflict && merges))
                return new EditOutcome.Applied(edited.Done, draft.Revision);
            if (isConflict)
                return new EditOutcome.Conflict(draft, drafts.Since(id, revision), edited is null ? null : Compare(draft, edited), edited is null ? Sentence(problems) : null);
            if (edited is null || problems.Count > 0)
                return new EditOutcome.Refused(draft, problems);
            var others = draft.Revision == revision ? [] : drafts.Since(id, revision);
            if (await drafts.Save(draft, edited.Content, edited.Done, actor, edited.Created))
                return new EditOutcome.Applied(edited.Done, draft.Revision + 1) { Merged = others };
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
                return new EditOutcome.Applied(new(change), draft.Revision + 1);
        }
        return new EditOutcome.Gone();
    }

    /// <summary>Applies an edit without saving it.</summary>
    static Attempt Try(Draft draft, Func<Draft, DraftEdit> edit)
    {
        try
        {
            var edited = edit(draft);
            return new(edited, [.. FindProblems(edited)]);
        }
        catch (FlowEditException error)
        {
            return new(null, [new(error.Message)]);
        }
    }

    /// <summary>Applies an edit to the state that its author saw, and merges it with the draft as it is now.</summary>
    static Attempt Merge(Draft draft, WorkflowContent seen, Func<Draft, DraftEdit> edit, bool takesMine)
    {
        var mine = Try(draft with { Content = seen }, edit);
        if (mine.Edited is not { } edited || mine.Problems.Count > 0 || edited.Created is not null)
            return Try(draft, edit) with { IsConflict = true };
        // These take the draft as it is, whatever others have changed in it.
        if (edited.Done.Renamed is not null || seen.Flow != edited.Content.Flow && FlowMerge.IsAddition(seen.Flow, edited.Content.Flow))
            return Try(draft, edit) is { Problems.Count: 0 } added ? added : Try(draft, edit) with { IsConflict = true };
        var (flow, conflicts) = FlowMerge.Of(seen.Flow, draft.Content.Flow, edited.Content.Flow, takesMine);
        var (name, isNameMerged) = Merge(seen.Name, draft.Content.Name, edited.Content.Name, takesMine);
        var (description, isDescriptionMerged) = Merge(seen.Description, draft.Content.Description, edited.Content.Description, takesMine);
        // What wins over a change of someone else is a step of its own, so that undo brings that change back.
        var merged = edited with { Content = new(name, description, flow), Done = takesMine ? edited.Done with { Written = null } : edited.Done };
        return conflicts.Count == 0 && isNameMerged && isDescriptionMerged || takesMine ? new(merged, [.. FindProblems(merged)])
            : new(Preferring(draft, seen, edited), [], IsConflict: true);
    }

    /// <summary>What the author of an edit would have if it won each conflict.</summary>
    static DraftEdit Preferring(Draft draft, WorkflowContent seen, DraftEdit edited) =>
        edited with { Content = edited.Content with { Flow = FlowMerge.Of(seen.Flow, draft.Content.Flow, edited.Content.Flow, takesMine: true).Flow } };

    static (string Text, bool IsMerged) Merge(string seen, string theirs, string mine, bool takesMine) =>
        mine == seen || mine == theirs ? (theirs, true) : theirs == seen ? (mine, true) : (takesMine ? mine : theirs, false);

    static IEnumerable<string> Differences(WorkflowContent before, WorkflowContent after) =>
        [.. before.Name == after.Name ? [] : new[] { "name" }, .. before.Description == after.Description ? [] : new[] { "description" }];

    /// <summary>An edit that is not saved yet.</summary>
    /// <param name="Edited">Null if it cannot be applied at all.</param>
    /// <param name="Problems">Why it cannot be applied, or its result cannot be saved.</param>
    /// <param name="IsConflict">Whether the draft has changed in a way that only a person can merge.</param>
    sealed record Attempt(DraftEdit? Edited, IReadOnlyList<FlowProblem> Problems, bool IsConflict = false);

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
