using System.Globalization;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using Microsoft.Extensions.Primitives;

namespace HtmxFlows.Web;

/// <summary>A filter of runs, as addresses and forms have it. A parameter without a value restricts nothing.</summary>
/// <param name="Problems">What is wrong with parameters, by their names.</param>
public sealed record RunQuery(RunFilter Filter, RunCursor Cursor, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>The most runs that are named one by one.</summary>
    const int MostNamed = 200;

    const int LongestText = 200;

    static readonly string[] Statuses = [.. Enum.GetNames<RunStatus>().Select(name => name.ToLowerInvariant())];

    /// <param name="values">The parameters.</param>
    /// <param name="zone">The zone of times without one.</param>
    public static RunQuery Read(IEnumerable<KeyValuePair<string, StringValues>> values, TimeZoneInfo zone) => new Reader(values, zone).Read();

    /// <summary>The parameters of a filter.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(RunFilter filter)
    {
        foreach (var (name, value) in new[]
        {
            ("workflow", filter.Workflow?.ToString()), ("status", filter.Status?.ToString().ToLowerInvariant()), ("trigger", filter.Trigger?.Name), ("parent", filter.Parent?.ToString()),
            ("after", Text(filter.After)), ("before", Text(filter.Before)), ("q", filter.Text), ("subruns", filter.WithSubRuns ? "true" : null),
        })
        {
            if (value is not null)
                yield return KeyValuePair.Create(name, value);
        }
        foreach (var run in filter.Only ?? [])
            yield return KeyValuePair.Create("run", run.ToString());
    }

    static string? Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    sealed class Reader(IEnumerable<KeyValuePair<string, StringValues>> values, TimeZoneInfo zone)
    {
        readonly Dictionary<string, StringValues> given = values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        readonly List<FieldProblem> problems = [];

        public RunQuery Read()
        {
            var filter = new RunFilter
            {
                Workflow = Id("workflow"),
                Status = Status(),
                Trigger = Trigger(),
                Parent = Id("parent"),
                After = Moment("after"),
                Before = Moment("before"),
                Text = Words(),
                WithSubRuns = Switch("subruns"),
                Only = given.TryGetValue("run", out var runs) && runs.Count > 0 ? Ids(runs) : null,
            };
            return new(filter, new(Id("cursor"), Id("newer")), problems);
        }

        string? Value(string name) => given.TryGetValue(name, out var found) && found[0]?.Trim() is { Length: > 0 } value ? value : null;

        T? Refuse<T>(string name, string expected)
        {
            problems.Add(new(name, $"`{name}` must be {expected}."));
            return default;
        }

        Guid? Id(string name) => Value(name) is not { } value ? null : Guid.TryParse(value, out var id) ? id : Refuse<Guid?>(name, "an id");

        RunStatus? Status() => Value("status") is not { } value ? null
            : Array.IndexOf(Statuses, value) is >= 0 and var status ? (RunStatus)status
            : Refuse<RunStatus?>("status", $"one of {string.Join(", ", Statuses)}");

        RunTrigger? Trigger() => Value("trigger") is not { } value ? null
            : RunTrigger.All.Any(trigger => trigger.Name == value) ? new RunTrigger(value)
            : Refuse<RunTrigger?>("trigger", $"one of {string.Join(", ", RunTrigger.All)}");

        DateTimeOffset? Moment(string name) => Value(name) is not { } value ? null
            : !DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) || moment.Year is < 1970 or > 9000
                ? Refuse<DateTimeOffset?>(name, "a time, for example 2030-01-31T14:00:00Z")
            : moment.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(moment, zone.GetUtcOffset(moment)) : new DateTimeOffset(moment.ToUniversalTime());

        string? Words() => Value("q") is not { } value ? null : value.Length <= LongestText ? value : Refuse<string>("q", $"at most {LongestText} characters long");

        bool Switch(string name) => Value(name) is { } value && (bool.TryParse(value, out var isOn) ? isOn : Refuse<bool>(name, "true or false"));

        IReadOnlyList<Guid>? Ids(StringValues named)
        {
            var ids = named.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).ToArray();
            return ids.Length <= MostNamed && !ids.Contains(Guid.Empty) ? ids : Refuse<IReadOnlyList<Guid>>("run", $"at most {MostNamed} ids");
        }
    }
}
