namespace HtmxFlows.Runs;

/// <summary>Ends runs that have no execution.</summary>
sealed class RunEnding(JournalWriters journals, RunNotices notices)
{
    /// <summary>Appends the last event of a run, and gives notice of its end. Only within a turn.</summary>
    public async Task End(RunState run, RunEvent last)
    {
        var journal = journals.Open(run);
        journal.Add(last);
        try
        {
            await journal.Append();
            notices.Publish(new RunNotice.Ended(journal.Run));
        }
        catch (RunGoneException)
        {
            notices.Publish(new RunNotice.Gone(run.Id));
        }
    }
}
