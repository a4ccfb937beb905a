using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Api;

/// <summary>A run as a log for a terminal: time, node, what happened.</summary>
static class RunText
{
    const int TimeWidth = 10, NodeWidth = 20;

    /// <summary>An entry as lines of text. The last line of a run begins with its status.</summary>
    public static string Line(LogEntry entry)
    {
        var text = What(entry) is { } what ? Line(entry.Event.At, entry.Node?.Label ?? "", what) : "";
        var run = entry.After.Run;
        return run.IsFinished ? $"{text}{run.Status.Word()}: {entry.After.Summary}, {Words.Duration(run.FinishedAt!.Value - run.StartedAt)}\n" : text;
    }

    /// <summary>A line for a quiet run: it is still active.</summary>
    public static string Silence(RunView view, DateTimeOffset now)
    {
        var busy = view.Nodes.Count(node => node.State.Status is NodeStatus.Running or NodeStatus.Waiting);
        return Line(now, "", $"… still {view.Run.Status.Word()}, {Words.Count(busy, "node")} active, {Words.Duration(now - view.Run.StartedAt)}");
    }

    static string Line(DateTimeOffset at, string node, string what) => $"{at.TimeOfDay()}  {Printable(node),-NodeWidth}  {Printable(what)}\n";

    static string? What(LogEntry entry) =>
        entry.Event is NodeEvent { Log: { } log } ? $"{Outcome(entry)}\nlog: {string.Join("\nlog: ", log)}" : Outcome(entry);

    static string? Outcome(LogEntry entry) => entry.Event switch
    {
        WorkflowStarted started => (started.Prompt.Length > 0 ? $"prompt: {started.Prompt}" : "(started without a prompt)")
            + (started.Input is { } input ? $"\ninput: {Json.Readable(input)}" : ""),
        NodeStarted { Attempt: 1 } => "started",
        NodeStarted started => Words.Invariant($"started, attempt {started.Attempt}"),
        NodeWaiting { Calls: { } calls } => $"started {(calls.AreOfSeveral ? "other workflows" : Words.Called(entry.Node!) ?? "another workflow")} → {(calls.Runs is [var only] ? $"/runs/{only.Run}" : Words.Count(calls.Runs.Count, "run"))}",
        NodeWaiting { Question: { } question } => $"asks: {question.Text}",
        NodeWaiting { Until: { } until } waiting => $"waits until {until.Moment(waiting.At)}",
        NodeRetrying retrying => $"failed (attempt {retrying.Attempt} of {entry.Attempts}), retrying at {retrying.Until.Moment(retrying.At)}: {retrying.Error}",
        NodeItemCompleted item => Words.Invariant($"finished item {item.Index + 1} ({entry.State.Items?.Outputs.Count} of {item.Total})"),
        NodeCompleted { Format: OutputFormat.PassedOn, Port: null } => "finished",
        NodeCompleted { Format: OutputFormat.PassedOn } passing => $"→ {string.Join(", ", passing.Taken)}",
        NodeCompleted completed => Json.Readable(completed.Output).TrimEnd(),
        NodeFailed failed => $"failed: {failed.Error}",
        NodeSkipped => "skipped",
        WorkflowResumed => "server restarted; the run resumed",
        WorkflowFailed { NodeId: null } failed => $"failed: {failed.Error}",
        _ => null,
    };

    /// <summary>Replaces control characters, so that an output cannot control the terminal, and indents further lines.</summary>
    static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n"))
            printable.Append(letter == '\n' ? "\n" + new string(' ', TimeWidth + NodeWidth + 2) : IsInert(letter) ? letter.ToString() : "\uFFFD");
        return printable.ToString();
    }

    /// <summary>Whether a character is neither a control character nor a change of text direction.</summary>
    static bool IsInert(char letter) => letter is '\t' || !char.IsControl(letter) && letter is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
}
