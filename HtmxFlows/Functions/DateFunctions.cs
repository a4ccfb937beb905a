using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using NodaTime;

namespace HtmxFlows.Functions;

/// <summary>Dates as text, read as everywhere in the product: <see cref="ComparisonRules"/> says how.</summary>
public sealed class DateFunctions : FunctionFamily
{
    static readonly (string Word, DateUnit Unit)[] Units =
        [.. Enum.GetValues<DateUnit>().Select(unit => (Plural(unit), unit)), .. Enum.GetValues<DateUnit>().Select(unit => (Plural(unit)[..^1], unit))];

    public override string Title => "Dates";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("now [zone]", "The current date and time, in UTC or in a zone.", """{{format (now) "uuuu"}}""", call => Written(call, Instant.FromDateTimeOffset(call.Now).InZone(call.Zone(0) ?? DateTimeZone.Utc))),
        new("format date pattern [zone]", "The date as text by a .NET pattern, or its unix or unix-ms time; in a zone if one is given.", """{{format order.date "dd.MM.yyyy HH:mm" "Europe/Zurich"}}""", Format),
        .. Enum.GetValues<DateUnit>().Select(Add),
        new("difference date other unit", "The whole units from a date to another.", """{{difference "2030-01-31" order.date "hours"}}""", call => Json.From(DateSteps.Between(call.Date(0), call.Date(1), Unit(call, 2)))),
        new("start-of date unit [zone]", "The start of the year, month, week, day … of a date; weeks start on Monday.", """{{start-of order.date "month"}}""", StartOf),
    ];

    static Function Add(DateUnit unit) =>
        new($"add-{Plural(unit)} date amount [zone]", $"The date so many {Plural(unit)} later; a negative amount is earlier.", $"{{{{add-{Plural(unit)} order.date 1}}}}",
            call => Written(call, () => DateSteps.Add(call.Date(0, call.Zone(2)), call.Whole(1, -DateSteps.Largest, DateSteps.Largest), unit)));

    static JsonElement Format(FunctionCall call)
    {
        var (date, form) = (call.Date(0, call.Zone(2)), call.Part(1));
        return DateText.FindWriteProblem(form) is { } problem ? throw call.Fail(problem) : DateText.Write(date, form);
    }

    static JsonElement StartOf(FunctionCall call)
    {
        var (date, unit) = (call.Date(0, call.Zone(2)), Unit(call, 1));
        return Written(call, () => DateSteps.Start(date, unit));
    }

    static DateUnit Unit(FunctionCall call, int index) => call.Choice(index, Units);

    static JsonElement Written(FunctionCall call, ZonedDateTime date) => Written(call, () => date);

    static JsonElement Written(FunctionCall call, Func<ZonedDateTime> date)
    {
        try
        {
            return Json.Text(WrittenDate.Write(date()));
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            throw call.Fail("the result is outside the years 1 to 9999. Use a smaller amount, or another date.");
        }
    }

    static string Plural(DateUnit unit) => unit.ToString().ToLowerInvariant();
}
