namespace HtmxFlows.Runs;

/// <summary>What became of a run or of its execution. The set is closed.</summary>
abstract record RunNotice
{
    RunNotice() { }

    /// <summary>The run has ended, and its execution, if it had one, has ended before.</summary>
    public sealed record Ended(RunState Run) : RunNotice;

    /// <summary>The run only waits, and its execution has ended; it resumes at a moment.</summary>
    public sealed record Suspended(DateTimeOffset Until) : RunNotice;

    /// <summary>The execution has ended without an end of the run, since the process stops.</summary>
    public sealed record Stopped(Guid Run) : RunNotice;

    /// <summary>The execution could not write the journal and is about to end; the run is to resume from what is written.</summary>
    public sealed record Interrupted(Guid Run) : RunNotice;

    /// <summary>The run has been deleted, or nothing of it was ever written.</summary>
    public sealed record Gone(Guid Run) : RunNotice;
}

/// <summary>Passes notices from the classes that execute and end runs to the classes that act on them, which the former do not know.</summary>
sealed class RunNotices
{
    /// <summary>Raised on the thread of the run: be quick.</summary>
    public event Action<RunNotice>? Published;

    public void Publish(RunNotice notice) => Published?.Invoke(notice);
}
