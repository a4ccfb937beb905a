using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Times, durations and statuses as text.</summary>
public static class Words
{
    /// <summary>An offset from UTC: UTC, UTC+1, UTC−3:30.</summary>
    public static string Zone(TimeSpan offset) => offset == TimeSpan.Zero ? "UTC"
        : Invariant($"UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Math.Abs(offset.Hours)}{(offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}")}");

    /// <summary>Time of day in the server's zone: 14:03:22.</summary>
    public static string TimeOfDay(this DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Time of day in the server's zone, with the zone: 14:03 UTC+1.</summary>
    public static string ClockTime(this DateTimeOffset time) => $"{Local(time).ToString("HH:mm", CultureInfo.InvariantCulture)} {Zone(Local(time).Offset)}";

    /// <summary>Day and time in the server's zone, which it names: 23 Nov 2026, 14:03 UTC+1. (A page that knows its viewer shows a <c>moment</c>.)</summary>
    public static string DayAndTime(this DateTimeOffset time) => $"{Local(time).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} {Zone(Local(time).Offset)}";

    /// <summary>A time relative to another: without the day if both are on the same day.</summary>
    public static string Moment(this DateTimeOffset time, DateTimeOffset from) => Local(time).Date == Local(from).Date ? time.TimeOfDay() : time.DayAndTime();

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Iso(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>12 ms, 1.4 s, 3 min 20 s, 2 h 5 min, 4 days.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => Invariant($"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => Invariant($"{time.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => Invariant($"{time.Minutes} min {time.Seconds} s"),
        { TotalDays: < 1 } => Invariant($"{time.Hours} h {time.Minutes} min"),
        _ => Count((int)time.TotalDays, "day"),
    };

    /// <summary>The time from the start of a run: +1.4 s.</summary>
    public static string Since(TimeSpan time) => $"+{Duration(time < TimeSpan.Zero ? TimeSpan.Zero : time)}";

    /// <summary>just now, 5 min ago, 3 h ago, 2 days ago.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } past => Invariant($"{past.TotalMinutes:0} min ago"),
        { TotalDays: < 1 } past => Invariant($"{past.TotalHours:0} h ago"),
        var past => $"{Count((int)past.TotalDays, "day")} ago",
    };

    /// <summary>1 node, 2 nodes.</summary>
    public static string Count(int number, string noun, string? plural = null) => Invariant($"{number:#,0} {(number == 1 ? noun : plural ?? noun + "s")}");

    /// <summary>1 byte, 12.3 KB, 4 MB: in units of 1,000, as in file managers.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => Count((int)bytes, "byte"),
        < 999_950 => Invariant($"{bytes / 1e3:0.#} KB"),
        < 999_950_000 => Invariant($"{bytes / 1e6:0.#} MB"),
        _ => Invariant($"{bytes / 1e9:0.#} GB"),
    };

    /// <summary>What a node that is at work does: running, waiting for an answer, 2 of 3 items.</summary>
    public static string Doing(NodeState state, NodeProgress? progress) => (state, progress) switch
    {
        ({ Question: not null }, _) => "waiting for an answer",
        ({ Status: NodeStatus.Waiting, Calls: null, Error: not null }, _) => Invariant($"failed (attempt {state.Attempt}), waiting to retry"),
        ({ Calls.AreOfSeveral: false, Calls.Runs: [_], Memory: null }, _) => state.Earlier is { } earlier ? Invariant($"run {earlier.Count + 1}") : "waiting for a run",
        ({ Memory: not null }, _) => "calling tools",
        (_, { Said: null, Total: > 0 }) => Invariant($"{progress!.Done} of {Count(progress.Total, "item")}"),
        _ => state.Shown.Word(),
    };

    /// <summary>What happened to a node, in a few words.</summary>
    public static string Happened(NodeEvent next) => next switch
    {
        NodeStarted { Attempt: 1 } => "started",
        NodeStarted started => Invariant($"started, attempt {started.Attempt}"),
        NodeRetrying retrying => Invariant($"attempt {retrying.Attempt} failed"),
        NodeWaiting { Calls: { } calls } => $"started {Count(calls.Runs.Count, "run")}",
        NodeWaiting { Question: not null } => "asked a person",
        NodeWaiting => "waits",
        NodeCompleted { Reused: true } or NodeFailed { Reused: true } => "reused from the earlier run",
        NodeCompleted => "completed",
        NodeFailed => "failed",
        _ => "skipped",
    };

    /// <summary>The outcome of a node's question.</summary>
    public static string Answered(NodeState state) => state switch
    {
        { Status: NodeStatus.Completed, Port: Question.TimeoutPort } => "No answer came in time; the run continued.",
        { Status: NodeStatus.Completed, Port: { } decision, Output: { } output } =>
            $"Answered on {state.FinishedAt!.Value.DayAndTime()}{By(output)}: {decision}. Thank you.",
        { Status: NodeStatus.Pending or NodeStatus.Running } => "Not open yet. Come back later.",
        _ => "The run ended without an answer.",
    };

    /// <summary>Who answered, if that is known; a pinned output can be any JSON.</summary>
    static string By(JsonElement output) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("by", out var by) && by.ValueKind == JsonValueKind.String ? $" by {by.GetString()}" : "";

    /// <summary>A place in a queue: next in line, 2 runs ahead.</summary>
    public static string InLine(int place) => place == 1 ? "next in line" : $"{Count(place - 1, "run")} ahead";

    /// <summary>Why a queued run waits: waits for its turn, next in line; waits for 10 quiet seconds.</summary>
    /// <param name="started">When it was started.</param>
    public static string Waits(QueueWait wait, DateTimeOffset started) => wait switch
    {
        QueueWait.Quiet { Until: var until } => $"waits for {Quiet(until - started)}",
        QueueWait.Turn { NotBefore: { } moment } turn => $"waits for its turn, {InLine(turn.Place)}, not before {moment.TimeOfDay()}",
        QueueWait.Turn turn => $"waits for its turn, {InLine(turn.Place)}",
        _ => throw new InvalidOperationException($"{wait} is no reason to wait."),
    };

    /// <summary>10 quiet seconds, 5 quiet minutes, 1 quiet hour.</summary>
    static string Quiet(TimeSpan time)
    {
        // The moment was taken a little after the start.
        var seconds = (int)Math.Round(time.TotalSeconds);
        return seconds % 3600 == 0 ? Count(seconds / 3600, "quiet hour") : seconds % 60 == 0 ? Count(seconds / 60, "quiet minute") : Count(seconds, "quiet second");
    }

    /// <summary>A status as a word, also for <c>data-status</c>.</summary>
    public static string Word(this RunStatus status) => status.ToString().ToLowerInvariant();

    /// <inheritdoc cref="Word(RunStatus)"/>
    public static string Word(this NodeStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A status as a sign, where there is room for no more: in the title of a page.</summary>
    public static string Sign(RunStatus status) => status switch
    {
        RunStatus.Completed => "✓",
        RunStatus.Failed => "✕",
        RunStatus.Cancelled => "⊘",
        RunStatus.Running => "●",
        _ => "◔",
    };

    /// <summary>The status of a finished run, capitalised.</summary>
    public static string Sentence(RunStatus status) => status switch
    {
        RunStatus.Completed => "Completed",
        RunStatus.Failed => "Failed",
        RunStatus.Cancelled => "Cancelled",
        _ => status.ToString(),
    };

    /// <summary>One word of a choice, as a form shows it.</summary>
    public static string Choice(string word) => word.Replace('-', ' ');

    /// <summary>The values that a field accepts, and its default.</summary>
    public static string Values(ConfigurationField field)
    {
        var kind = field.Kind switch
        {
            FieldKind.Choice => string.Join(", ", field.Choices),
            FieldKind.Number when field.Minimum is not null => Invariant($"number from {field.Minimum} to {field.Maximum}"),
            FieldKind.Switch => "true or false",
            FieldKind.Rows => "list",
            FieldKind.Texts => "list of texts",
            FieldKind.Group => "object",
            FieldKind.Json => "any JSON",
            var other => other.ToString().ToLowerInvariant(),
        };
        return field.Default is { } value ? $"{kind}; default: {Json.Readable(value)}" : kind;
    }

    /// <summary>How a result is sent over HTTP.</summary>
    public static string Response(RunResponse response) => string.Join(", ",
        [Invariant($"{response.Status ?? 200}"), .. response.ContentType is { } type ? [type] : Array.Empty<string>(), .. (response.Headers ?? new Dictionary<string, string>()).Select(header => $"{header.Key}: {header.Value}")]);

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, TimeZoneInfo.Local);

    /// <summary>The name of the workflow that a node runs, as its configuration gives it; null for an id or a template.</summary>
    public static string? Called(FlowNode node) =>
        node.Data.TryGetProperty("workflow", out var workflow) && workflow.ValueKind == JsonValueKind.String && workflow.GetString() is { Length: > 0 } name
            && !name.Contains("{{", StringComparison.Ordinal) && !Guid.TryParse(name, out _) ? name : null;

    /// <summary>The prompt and input of a called run, cut to one line.</summary>
    public static string Given(Call call)
    {
        const int LineLength = 200;
        var text = string.Join(' ', new[] { call.Prompt, call.Input is { } input ? Json.Readable(input) : null }.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? "nothing" : Data.Excerpt.Of(text, LineLength);
    }
}
