using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>
/// Runs sketches by the engine, one after the other, and compares each committed event with the reference. The clock moves when the reference
/// expects nothing more before, and to the next moment at which something happens: no real time passes.
/// </summary>
sealed class Rehearsal : IAsyncDisposable
{
    readonly int together;
    public const string Called = "called others";
    public const string Asked = "asked a person";

    static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    readonly Lock gate = new();
    readonly Log<EngineLog> log = new();
    Engine engine;
    Guid current;
    bool hasDeed;
    ReferenceRun run = null!;
    List<RunEvent> journal = [];
    TaskCompletionSource changed = new();
    string? problem;

    public Rehearsal(int together) => (this.together, engine) = (together, Start(together, log));

    /// <summary>What happened in all runs so far, to check that every case was tried.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    /// <summary>Runs a sketch to its end.</summary>
    /// <returns>What the engine did that the reference does not allow, or null.</returns>
    public async Task<string?> Perform(Sketch sketch)
    {
        lock (gate)
        {
            (journal, problem) = ([], null);
            run = new(sketch, together) { Now = engine.Time.GetUtcNow() };
        }
        engine.Journal.Committed += Hear;
        try
        {
            var found = await Follow(sketch);
            if (found is null)
                return null;
            await Replace();
            return string.Join('\n', [found, .. journal.Select(Text), .. log.Lines]);
        }
        finally
        {
            engine.Journal.Committed -= Hear;
        }
    }

    async Task<string?> Follow(Sketch sketch)
    {
        if (!hasDeed)
            await engine.Save(Deed.Flow, Deed.Workflow);
        hasDeed = true;
        var saved = await engine.Workflows.Create(new("Rehearsal", "", sketch.Flow));
        if (saved is SaveOutcome.Invalid invalid)
            return $"It is no valid flow: {invalid.Problems[0]}";
        var started = run.Now;
        var (cancelAt, restartAt) = (Moment(sketch.CancelAfter), Moment(sketch.RestartAfter));
        DateTimeOffset Moment(int? seconds) => seconds is { } after ? started.AddSeconds(after) : Never;

        var id = await engine.BeginSaved(saved.Id(), sketch.Prompt);
        if (cancelAt == started)
            await Cancel(id);
        while (true)
        {
            if (await Quiet() is { } wrong)
                return wrong;
            if (run.IsFinished)
                return await Compare(id);
            if (run.Now == cancelAt)
                await Cancel(id);
            else if (run.Now == restartAt)
            {
                await Restart();
                restartAt = Never;
            }
            else if (run.TakeAnswer() is var (node, decision))
                await Answer(id, node, decision);
            else if (!await Advance(cancelAt > run.Now ? cancelAt : Never, restartAt))
                return "The run waits for nothing";
        }
    }

    void Hear(Guid id, IReadOnlyList<RunEvent> events)
    {
        lock (gate)
        {
            foreach (var next in events)
            {
                // The others are child runs. A child started as its parent ends may begin after the next run; it is cancelled at once.
                if (next is WorkflowStarted { Parent: null })
                    current = id;
                if (id == current)
                    Accept(next);
                else
                    run.HearCalled(id, next);
            }
            changed.TrySetResult();
        }
    }

    void Accept(RunEvent next)
    {
        journal.Add(next);
        problem ??= run.Accept(next);
        var name = next switch { NodeWaiting { Calls: not null } => Called, NodeWaiting { Question: not null } => Asked, _ => next.Name };
        Seen[name] = Seen.GetValueOrDefault(name) + 1;
    }

    /// <summary>Waits until nothing more happens without time passing.</summary>
    async Task<string?> Quiet()
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (problem is not null || run.IsQuiet)
                    return problem;
                next = (changed = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            if (!await Comes(next))
                return $"Nothing comes, and there should be: {run.Expected}";
        }
    }

    static async Task<bool> Comes(Task next)
    {
        await next.WaitAsync(Waiting.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompleted;
    }

    async Task<bool> Advance(DateTimeOffset cancelAt, DateTimeOffset restartAt)
    {
        foreach (var (due, count) in run.Timers.ToArray())
            await engine.Time.TimersAt(due, count);
        DateTimeOffset[] moments = [run.NextDue ?? Never, cancelAt, restartAt];
        if (moments.Min() == Never)
            return false;
        lock (gate)
            run.Now = moments.Min();
        engine.Time.AdvanceTo(run.Now);
        return true;
    }

    async Task Answer(Guid id, string node, string decision) =>
        problem ??= (await engine.Runs.Answer(id, node, decision, (null, []), ReferenceRun.Person).Soon() as AnswerResult.NotTaken)?.Problem;

    async Task Cancel(Guid id)
    {
        lock (gate)
            run.Cancel();
        await engine.Runs.Cancel(id).Soon();
    }

    async Task Restart()
    {
        lock (gate)
            run.Restart();
        engine.Journal.Committed -= Hear;
        engine = await engine.Restart(Hear);
    }

    /// <summary>Compares the end, in the journal as the database has it and in the run's row.</summary>
    async Task<string?> Compare(Guid id)
    {
        // No child run outlives its parent.
        await Eventually.Equal(0, () => Task.FromResult(engine.Store.UnfinishedCalls(id).Count));
        var written = engine.Journal.Read(id);
        if (!written.Select(Text).SequenceEqual(journal.Select(Text)))
            return "The database has other events than those that were published";
        var state = RunState.Of(id, written);
        var row = engine.Store.Find(id)!;
        if (!row.Status.Equals(state.Status.ToString(), StringComparison.OrdinalIgnoreCase) || row.FinishedAt != state.FinishedAt)
            return $"The run's row says {row.Status} at {row.FinishedAt}";
        return run.Compare(state);
    }

    static string Text(RunEvent next) => JsonSerializer.Serialize(next, RunEventJson.Default.RunEvent);

    /// <summary>A faulty engine is not used again and not awaited.</summary>
    async Task Replace()
    {
        var old = engine;
        (engine, hasDeed) = (Start(together, log), false);
        await Task.WhenAny(old.DisposeAsync().AsTask(), Task.Delay(TimeSpan.FromSeconds(5)));
    }

    static Engine Start(int together, Log<EngineLog> log) => Engine.Start(new() { ParallelNodesPerRun = together, StopSeconds = 0 }, logger: log);

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
