using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using NodaTime;

namespace HtmxFlows.Nodes;

/// <summary>Reads, writes and computes with dates, in any time zone.</summary>
public sealed class DateNode : NodeType<DateNode.Configuration>
{
    public enum Operation { Format, Add, Difference, Start, Parts }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Format: convert to another format or zone. Add: compute a later or earlier date. Difference: the whole units to another date. Start: the start of its year, month, week … Parts: year, month, day … as numbers."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The date, in ISO 8601, as in mail or HTTP headers, or in the Input format. Default: now.")]
        public Template? Value { get; init; }

        [Display(Name = "Input format", Description = "The format of the value: a .NET pattern such as dd.MM.yyyy HH:mm (uuuu or yyyy for the year), unix or unix-ms.")]
        public string Read { get; init; } = "";

        [Display(Name = "Zone", Description = "The time zone of the result and of values without an offset, e.g. Europe/Zurich. Default: the offset of the value, or UTC.")]
        public string Zone { get; init; } = "";

        [AppliesWhen(nameof(Operation), Operation.Add), Display(Name = "Amount", Description = "The units to add; a negative number subtracts.")]
        public Template? Amount { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Add, Operation.Difference, Operation.Start), Display(Name = "Unit", Description = "The unit of the amount, the difference or the period. Days and longer units follow the zone's calendar; weeks start on Monday.")]
        public DateUnit Unit { get; init; } = DateUnit.Days;

        [AppliesWhen(nameof(Operation), Operation.Difference), Display(Name = "Other date", Description = "The end of the difference, in the same format as the value. Default: now.")]
        public Template? Other { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Format, Operation.Add, Operation.Start), Display(Name = "Output format", Description = "The format of the result: a pattern, unix or unix-ms. Default: ISO 8601 with the offset.")]
        public string Write { get; init; } = "";
    }

    public override string Name => "date";
    public override string Title => "Date and time";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Converts dates between formats and time zones, and computes with them.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Date & Time", "time zone", "now", "moment"];
    public override string Describe(WrittenConfiguration written) => written.Text("operation", "format") switch
    {
        "add" => $"add {written.Text("amount")} {written.Text("unit", "days")}",
        var operation => $"{operation} {written.Text("value")}".TrimEnd(),
    };
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Local format in Zurich", """{"operation": "format", "value": "{{input}}", "zone": "Europe/Zurich", "write": "dd.MM.yyyy HH:mm"}""", """{"input": "2030-07-01T10:30:00Z"}"""),
        new("From a local format", """{"operation": "format", "value": "1.7.2030", "read": "d.M.yyyy", "zone": "Europe/Zurich"}"""),
        new("A month after 31 January", """{"operation": "add", "value": "2030-01-31", "amount": "1", "unit": "months"}"""),
        new("Days until the end of the year", """{"operation": "difference", "value": "{{input}}", "other": "2030-12-31", "unit": "days"}""", """{"input": "2030-07-01"}"""),
        new("The Monday of that week", """{"operation": "start", "value": "2030-07-04T15:00:00+02:00", "unit": "weeks"}"""),
        new("The parts of a date", """{"operation": "parts", "value": "2030-07-04T15:00:00+02:00"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (DateText.FindReadProblem(configuration.Read) is { } unreadable)
            yield return new("read", unreadable);
        if (DateText.FindWriteProblem(configuration.Write) is { } unwritable)
            yield return new("write", unwritable);
        if (configuration.Zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(configuration.Zone) is null)
            yield return new("zone", $"Unknown time zone: “{Excerpt.Of(configuration.Zone)}”. Use a name such as Europe/Zurich or America/New_York.");
        if (configuration.Operation == Operation.Add && string.IsNullOrWhiteSpace(configuration.Amount?.Text))
            yield return new("amount", "Amount is required.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return new(new NodeOutcome.Completed(Make(configuration, context, cancellation)));
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            throw new NodeException("The result is outside the years 1 to 9999. Use a smaller amount, or another value.", error);
        }
    }

    static JsonElement Make(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var zone = configuration.Zone.Length > 0 ? DateTimeZoneProviders.Tzdb[configuration.Zone] : null;
        ZonedDateTime Moment(Template? field) => field is { Text.Length: > 0 }
            ? DateText.Read(field.Render(context, cancellation), configuration.Read, zone)
            : Instant.FromDateTimeOffset(context.Time.GetUtcNow()).InZone(zone ?? DateTimeZone.Utc);
        var value = Moment(configuration.Value);
        return configuration.Operation switch
        {
            Operation.Parts => Parts(value),
            Operation.Difference => Json.From(DateSteps.Between(value, Moment(configuration.Other), configuration.Unit)),
            Operation.Add => DateText.Write(DateSteps.Add(value, Amount(configuration.Amount!, context, cancellation), configuration.Unit), configuration.Write),
            Operation.Start => DateText.Write(DateSteps.Start(value, configuration.Unit), configuration.Write),
            _ => DateText.Write(value, configuration.Write),
        };
    }

    static long Amount(Template field, NodeContext context, CancellationToken cancellation)
    {
        var text = field.Render(context, cancellation);
        return ExactNumber.TryParse(text, out var number) && number.ToInt64() is { } amount and >= -DateSteps.Largest and <= DateSteps.Largest ? amount
            : throw new NodeException($"Amount is {Json.Describe(Json.Text(text))}; a whole number is required.");
    }

    static JsonElement Parts(ZonedDateTime value) => Json.From(new
    {
        year = value.Year,
        month = value.Month,
        day = value.Day,
        hour = value.Hour,
        minute = value.Minute,
        second = value.Second,
        weekday = (int)value.DayOfWeek,
        dayOfYear = value.DayOfYear,
        week = NodaTime.Calendars.WeekYearRules.Iso.GetWeekOfWeekYear(value.Date),
        offset = value.Offset.ToString("+HH:mm", CultureInfo.InvariantCulture),
        unix = value.ToInstant().ToUnixTimeSeconds(),
    });
}
