using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Inputs;

namespace HtmxFlows.Runs;

/// <summary>
/// The engine as pages, API and triggers see it. No run depends on its viewers. A run has at most one execution
/// (<see cref="RunHandle"/>); a run that only waits has none, until something is delivered to it.
/// </summary>
public sealed class RunSupervisor
{
    /// <inheritdoc cref="QuestionAnswers.LongestName"/>
    public const int LongestName = QuestionAnswers.LongestName;

    readonly RunStarts starts;
    readonly RunCancellation cancellation;
    readonly QuestionAnswers answers;
    readonly RunResumption resumption;
    readonly EarlierRuns earlier;
    readonly RunEnds ends;
    readonly RunLauncher launcher;
    readonly RunHandles handles;
    readonly RunQueue queue;

    internal RunSupervisor(
        RunStarts starts, RunCancellation cancellation, QuestionAnswers answers, RunResumption resumption, EarlierRuns earlier, RunEnds ends, RunLauncher launcher,
        RunHandles handles, RunQueue queue)
    {
        (this.starts, this.cancellation, this.answers, this.resumption, this.earlier) = (starts, cancellation, answers, resumption, earlier);
        (this.ends, this.launcher, this.handles, this.queue) = (ends, launcher, handles, queue);
    }

    /// <inheritdoc cref="RunHandles.ActiveRuns"/>
    public int ActiveRuns => handles.ActiveRuns;

    /// <summary>Starts a run, after <see cref="Recover"/>. When the task completes, the start is durable.</summary>
    public Task<RunStart> Start(RunRequest request, Actor actor) => starts.Start(actor is Actor.Person person ? request with { By = person, StartedBy = new(person.SignedIn.Id, person.Name) } : request);

    /// <summary>The place of a run that is queued: 1 is the next. Null if it is not queued.</summary>
    public int? Place(Guid run) => (queue.WaitOf(run) as QueueWait.Turn)?.Place;

    /// <inheritdoc cref="RunQueue.WaitOf"/>
    public QueueWait? WaitOf(Guid run) => queue.WaitOf(run);

    /// <inheritdoc cref="RunCancellation.Cancel(Guid, Actor.Person?)"/>
    public Task Cancel(Guid run, Actor actor) => cancellation.Cancel(run, actor as Actor.Person);

    /// <summary>Answers the question that a node of a run asks. When the task completes, an answer that was taken is durable.</summary>
    /// <param name="fields">What was filled in, and what is wrong with it.</param>
    /// <param name="by">The name that the person gives; null if none.</param>
    public Task<AnswerResult> Answer(Guid run, string node, string decision, (JsonElement? Values, IReadOnlyList<FieldProblem> Problems) fields, string? by, Actor actor, AnswerWay way) =>
        answers.Answer(run, node, decision, fields, by, actor, way);

    /// <inheritdoc cref="RunEnds.WhenEnded"/>
    public Task WhenEnded(Guid run) => ends.WhenEnded(run);

    /// <inheritdoc cref="RunResumption.Resume"/>
    public Task Resume(Guid run) => resumption.Resume(run);

    /// <inheritdoc cref="EarlierRuns.Recover"/>
    public Task Recover() => earlier.Recover();

    /// <inheritdoc cref="EarlierRuns.Resume"/>
    public Task ResumeInterrupted(CancellationToken stop) => earlier.Resume(stop);

    /// <inheritdoc cref="RunLauncher.Stop"/>
    public Task Stop() => launcher.Stop();
}
