using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Pages;

/// <summary>Bulk actions in words.</summary>
static class BulkWords
{
    /// <summary>The action as a button: Cancel, Delete, Run again.</summary>
    public static string Verb(RunAction action) => action == RunAction.Retry ? "Run again" : action.ToString();

    /// <summary>The runs that it changes: 2 unfinished runs, 1 ended run.</summary>
    public static string Runs(RunAction action, int count) => Words.Count(count, action == RunAction.Cancel ? "unfinished run" : "ended run");

    /// <summary>The question before it.</summary>
    public static string Question(RunAction action, int count) =>
        action == RunAction.Retry ? $"Run {Words.Count(count, "run")} again?" : $"{action} {Words.Count(count, "run")}?";

    /// <summary>What it does, in a sentence.</summary>
    public static string Effect(RunAction action, int count) => action switch
    {
        RunAction.Cancel => $"This cancels {Runs(action, count)}. Runs that have ended stay as they are.",
        RunAction.Delete => $"This deletes {Runs(action, count)} with {(count == 1 ? "its log and output" : "their logs and outputs")}, and the runs that {(count == 1 ? "it" : "they")} started. Runs that have not ended stay. It cannot be undone.",
        _ => $"This starts {Words.Count(count, "new run")} with the same prompts and inputs, by the newest versions of their workflows. Runs that have not ended are left out.",
    };

    /// <summary>How far it is.</summary>
    public static string Progress(BulkJob job)
    {
        var (doing, did) = job.Action switch { RunAction.Cancel => ("Cancelling", "Cancelled"), RunAction.Delete => ("Deleting", "Deleted"), _ => ("Running again", "Started again") };
        var refused = job.Refused > 0 ? $" {Words.Count(job.Refused, "run")} could not be changed." : "";
        return job.EndedAt is null ? $"{doing}: {job.Done:N0} of {Words.Count(job.Total, "run")}.{refused}" : $"{did} {Words.Count(job.Done, "run")}.{refused}";
    }
}
