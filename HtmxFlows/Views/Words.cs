using System.Globalization;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>How times, durations and states read.</summary>
public static class Words
{
    /// <summary>Time of day in the server's zone: 14:03:22.</summary>
    public static string TimeOfDay(this DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Day and time in the server's zone: 23 Nov 2026, 14:03.</summary>
    public static string DayAndTime(this DateTimeOffset time) => Local(time).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A moment seen from another: the time if it is the same day, else the day too.</summary>
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

    /// <summary>What became of a question that a node asked.</summary>
    public static string Answered(NodeState state) => state switch
    {
        { Status: NodeStatus.Completed, Port: Question.TimeoutPort } => "Nobody answered in time, and the run has gone on.",
        { Status: NodeStatus.Completed, Port: { } decision, Output: { } output } =>
            $"It was answered at {state.FinishedAt!.Value.DayAndTime()}{(output.GetProperty("by").GetString() is { } by ? $" by {by}" : "")}: {decision}. Thank you.",
        { Status: NodeStatus.Pending or NodeStatus.Running } => "It has not been asked yet. Come again when the run has got there.",
        _ => "The run has ended without an answer.",
    };

    /// <summary>Where somebody stands in a line, 1 being the next.</summary>
    public static string InLine(int place) => place == 1 ? "next" : Invariant($"after {Count(place - 1, "other")}");

    /// <summary>A state as a word, also for <c>data-status</c>.</summary>
    public static string Word(this RunStatus status) => status.ToString().ToLowerInvariant();

    /// <inheritdoc cref="Word(RunStatus)"/>
    public static string Word(this NodeStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>How a run ended, as a sentence begins.</summary>
    public static string Sentence(RunStatus status) => status switch
    {
        RunStatus.Completed => "Completed",
        RunStatus.Failed => "Failed",
        RunStatus.Cancelled => "Cancelled",
        _ => status.ToString(),
    };

    /// <summary>What a field takes.</summary>
    public static string Values(ConfigurationField field)
    {
        var kind = field.Kind switch
        {
            FieldKind.Choice => string.Join(", ", field.Choices),
            FieldKind.Number when field.Minimum is not null => Invariant($"number from {field.Minimum} to {field.Maximum}"),
            FieldKind.Switch => "true or false",
            FieldKind.Rows => "list",
            FieldKind.Texts => "list of texts",
            FieldKind.Json => "any JSON",
            var other => other.ToString().ToLowerInvariant(),
        };
        return field.Default is { } value ? $"{kind}; {Json.AsText(value)} if left out" : kind;
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, TimeZoneInfo.Local);

    /// <summary>What a run is called with, as much of it as fits into a line.</summary>
    public static string Given(Call call)
    {
        const int LineLength = 200;
        var text = string.Join(' ', new[] { call.Prompt, call.Input?.GetRawText() }.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? "nothing" : Data.Excerpt.Of(text, LineLength);
    }
}
