namespace HtmxFlows.Workflows;

/// <summary>The draft of a workflow, as the editor shows it.</summary>
/// <param name="Revision">Counts the changes; each change names the revision that its author saw.</param>
/// <param name="Step">Its position in its history; null if it has none.</param>
/// <param name="BasedOn">The version from which it was made.</param>
/// <param name="Current">The workflow's current version. It differs from <paramref name="BasedOn"/> if a version was published outside the editor.</param>
/// <param name="IsChanged">Whether it differs from the version that it was made from.</param>
public sealed record Draft(Guid Workflow, long Revision, long? Step, int BasedOn, int Current, bool IsChanged, WorkflowContent Content)
{
    /// <summary>Whether any version of the workflow was published.</summary>
    public bool IsPublished { get; init; }

    /// <summary>When its last change was made; null if it has none.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>The number by which people know <see cref="BasedOn"/>: published versions are counted from 1.</summary>
    public int BasedOnNumber { get; init; }

    /// <summary>The number by which people know <see cref="Current"/>.</summary>
    public int CurrentNumber { get; init; }

    /// <summary>The change that can be undone; null if there is none.</summary>
    public string? Undo { get; init; }

    /// <summary>The change that can be redone; null if there is none.</summary>
    public string? Redo { get; init; }
}

/// <summary>A change of a draft.</summary>
/// <param name="Change">What was done, as a sentence without its full stop.</param>
public sealed record DraftChange(string Change, DateTimeOffset MadeAt);
