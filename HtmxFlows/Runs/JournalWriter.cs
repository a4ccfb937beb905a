using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>
/// The one way into a run's journal. Each event is numbered, masked and folded into the run when it is added; the added events are appended
/// together.
/// </summary>
/// <param name="start">The run as its journal has it.</param>
/// <param name="secrets">Masks secrets in events before anything sees them, the run itself included.</param>
sealed class JournalWriter(Journal journal, Clock clock, RunState start, SecretMask secrets)
{
    List<RunEvent> unwritten = [];

    /// <summary>The run after every added event.</summary>
    public RunState Run { get; private set; } = start;

    public bool HasUnwritten => unwritten.Count > 0;

    /// <summary>When the run resumes if it only waits; null if it does not. Every added event clears it.</summary>
    public DateTimeOffset? SuspendedUntil { get; set; }

    public void Add(RunEvent next)
    {
        var numbered = Number(next);
        Run = Run.Apply(numbered);
        unwritten.Add(numbered);
        SuspendedUntil = null;
    }

    /// <summary>Appends the added events. The task completes when they are durable.</summary>
    /// <exception cref="RunGoneException">The workflow has been deleted.</exception>
    public Task Append()
    {
        var events = unwritten;
        unwritten = [];
        return journal.Append(Run, events, SuspendedUntil);
    }

    /// <summary>Appends the added events, a node's change of the database, and the event that records the change, in one transaction.</summary>
    /// <param name="change">Changes the database and gives the event. If it throws, nothing is appended.</param>
    /// <inheritdoc cref="Append()" path="/exception"/>
    public async Task Append(Func<DatabaseWriter, RunEvent> change)
    {
        var recorded = await journal.Append(Run, unwritten, writer => Number(change(writer)));
        (unwritten, SuspendedUntil) = ([], null);
        Run = Run.Apply(recorded);
    }

    RunEvent Number(RunEvent next) => secrets.Mask(next with { Seq = Run.LastSeq + 1, At = clock.Now });
}
