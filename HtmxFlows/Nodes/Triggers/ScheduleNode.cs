using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>What becomes of the moments that a schedule missed.</summary>
public enum MissedRuns
{
    None,
    Last,
    All,
}

/// <summary>Starts runs at times.</summary>
public sealed class ScheduleNode : TriggerNode<ScheduleNode.Configuration>
{
    internal const string TypeName = "schedule";

    public sealed record Configuration
    {
        [Display(Name = "Cron", Description = "Minutes, hours, day of the month, month, day of the week; 6 fields begin with seconds. Also @daily, L, W, #, and H for a time of the server’s choice. If both days are set, both must fit. */24 in minutes is :00, :24 and :48.")]
        public string Cron { get; init; } = "";

        [Display(Name = "Every", Description = "Instead of cron: a duration such as PT3H, P1D or 30m, counted from the publication.")]
        public string Every { get; init; } = "";

        [Display(Name = "Time zone", Description = "e.g. Europe/Berlin. Default: UTC.")]
        public string Zone { get; init; } = "";

        [Display(Name = "Missed runs", Description = "After the server was down: start none of the missed runs, the last one, or all (at most 100). Up to a minute late is not missed.")]
        public MissedRuns Missed { get; init; } = MissedRuns.Last;

        [Display(GroupName = "More", Name = "Window", Description = "Spreads schedules of the same time, e.g. 30m: each has its own fixed moment within it.")]
        public string Window { get; init; } = "";

        [Display(GroupName = "More", Name = "From", Description = "The first day or moment, e.g. 2030-01-31 or 2030-01-31T09:00.")]
        public string From { get; init; } = "";

        [Display(GroupName = "More", Name = "Until", Description = "The last moment.")]
        public string Until { get; init; } = "";

        [Display(GroupName = "More", Name = "Paused", Description = "Start no runs.")]
        public bool Paused { get; init; }

        [Display(GroupName = "More", Name = "Pause after failures", Description = "Pause after so many failed runs in a row. Default: never."), Range(1, 1000)]
        public int? PauseAfterFailures { get; init; }
    }

    public override string Name => TypeName;
    public override string Title => "Schedule";
    public override string Summary => "Starts runs at times: by a cron expression in a time zone, or every so often. {{trigger.due}} is the moment.";
    public override IReadOnlyList<string> Synonyms { get; } = ["cron", "timer", "interval", "trigger", "daily", "every day", "Schedule Trigger", "recurring"];
    public override string Describe(WrittenConfiguration written) => written.Text("cron") is { Length: > 0 } cron ? $"{cron} {written.Text("zone")}".TrimEnd() : written.Text("every") is { Length: > 0 } every ? $"every {every}" : "";
    public override JsonElement? SampleData { get; } = Json.Parse("""{"due": "2030-01-31T08:00:00Z", "local": "2030-01-31T09:00:00+01:00", "zone": "Europe/Berlin", "late": false}""");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Every working day at nine", """{"cron": "0 9 * * MON-FRI", "zone": "Europe/Berlin"}""", """{"trigger": {"due": "2030-01-31T08:00:00Z", "local": "2030-01-31T09:00:00+01:00", "zone": "Europe/Berlin", "late": false}}"""),
        new("On the last day of the month", """{"cron": "30 17 L * *", "zone": "America/New_York", "missed": "all"}""", """{"trigger": {"due": "2030-01-31T22:30:00Z", "local": "2030-01-31T17:30:00-05:00", "zone": "America/New_York", "late": false}}"""),
        new("Every three hours", """{"every": "PT3H", "missed": "none", "pauseAfterFailures": 5}""", """{"trigger": {"due": "2030-01-31T08:00:00Z", "local": "2030-01-31T08:00:00Z", "zone": "UTC", "late": false}}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) => ScheduleRule.Of(configuration, seed: 0).Problems;

    /// <summary>The fields that decide when it starts runs.</summary>
    public override string? Rule(object configuration) => configuration is not Configuration written ? null
        : Json.From(new { written.Cron, written.Every, written.Zone, written.Window, written.From, written.Until, written.Paused }).GetRawText();

    public override int? PauseAfter(object configuration) => ((Configuration)configuration).PauseAfterFailures;

    public override DateTimeOffset? NextDue(object configuration, int seed, DateTimeOffset since, DateTimeOffset after) =>
        configuration is Configuration { Paused: false } written ? ScheduleRule.Of(written, seed).Rule?.Next(since, after) : null;
}
