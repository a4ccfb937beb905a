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

    /// <summary>An entry as lines; the last line of a run begins with its state.</summary>
    public static string Line(LogEntry entry)
    {
        var text = What(entry) is { } what ? Line(entry.Event.At, entry.Node?.Label ?? "", what) : "";
        var run = entry.After.Run;
        return run.IsFinished ? $"{text}{run.Status.Word()}: {entry.After.Summary}, {Words.Duration(run.FinishedAt!.Value - run.StartedAt)}\n" : text;
    }

    /// <summary>Says that the run goes on although nothing has happened for a while.</summary>
    public static string Silence(RunView view, DateTimeOffset now)
    {
        var busy = view.Nodes.Count(node => node.State.Status is NodeStatus.Running or NodeStatus.Waiting);
        return Line(now, "", $"… still {view.Run.Status.Word()}, {Words.Count(busy, "node")} at work, {Words.Duration(now - view.Run.StartedAt)}");
    }

    static string Line(DateTimeOffset at, string node, string what) => $"{at.TimeOfDay()}  {Printable(node),-NodeWidth}  {Printable(what)}\n";

    static string? What(LogEntry entry) => entry.Event switch
    {
        WorkflowStarted started => (started.Prompt.Length > 0 ? $"prompt: {started.Prompt}" : "started without a prompt")
            + (started.Input is { } input ? $"\ninput: {input.GetRawText()}" : ""),
        NodeStarted { Attempt: 1 } => "started",
        NodeStarted started => Words.Invariant($"started, attempt {started.Attempt}"),
        NodeWaiting { Calls: { } calls } => $"runs {(calls.AreOfSeveral ? "other workflows" : "another workflow")}: {(calls.Runs is [var only] ? $"/runs/{only.Run}" : Words.Count(calls.Runs.Count, "run"))}",
        NodeWaiting { Question: { } question } => $"asks: {question.Text}",
        NodeWaiting { Until: { } until } waiting => $"waits until {until.Moment(waiting.At)}",
        NodeRetrying retrying => $"did not work, is tried again at {retrying.Until.Moment(retrying.At)}: {retrying.Error}",
        NodeCompleted { Format: OutputFormat.PassedOn, Port: null } => "went on",
        NodeCompleted { Format: OutputFormat.PassedOn } passing => $"took {string.Join(", ", passing.Taken)}",
        NodeCompleted completed => Json.AsText(completed.Output).TrimEnd(),
        NodeFailed failed => $"failed: {failed.Error}",
        NodeSkipped => "was skipped",
        WorkflowResumed => "the server was stopped here, and went on with the run",
        WorkflowFailed { NodeId: null } failed => $"failed: {failed.Error}",
        _ => null,
    };

    /// <summary>Keeps what a node gave from moving the cursor or colouring the terminal; further lines are indented under the first.</summary>
    static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n"))
            printable.Append(letter == '\n' ? "\n" + new string(' ', TimeWidth + NodeWidth + 2) : IsInert(letter) ? letter.ToString() : "\uFFFD");
        return printable.ToString();
    }

    /// <summary>Neither a control character nor one that turns the direction of what follows it.</summary>
    static bool IsInert(char letter) => letter is '\t' || !char.IsControl(letter) && letter is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
}
